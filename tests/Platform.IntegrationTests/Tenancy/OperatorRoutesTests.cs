using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Platform.Kernel.Http;

namespace Platform.IntegrationTests.Tenancy;

/// <summary>Operators see that organizations are there, and none of their people and tokens: whatever route there is for operators.</summary>
public sealed partial class OperatorRoutesTests(Hosts hosts) : IClassFixture<Hosts>
{
    /// <summary>Parts of answers that name somebody, or a token, and yet nobody of an organization's.</summary>
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["OperatorAnswer.Email"] = "An operator's own",
        ["InvitedOperatorAnswer.Email"] = "An operator's own",
        ["EnteredBy.Email"] = "An operator's own",
        ["InvitationLink.SentTo"] = "The address that the operator has just given",
        ["FirstAdministrator.Email"] = "The address that the operator has just given",
        ["InstanceOrganization.People"] = "How many there are",
        ["TokenAnswer.Display"] = "Of an application's token, which operators issue",
        ["IssuedTokenAnswer.Display"] = "Of an application's token, which operators issue",
        ["IssuedTokenAnswer.Secret"] = "Of an application's token, which operators issue",
    };

    [Theory, EachDatabase]
    public async Task WhatOperatorsReadHoldsNothingOfAnOrganizationsPeopleAndTokens(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var application = await TestApplication.RegisterAsync(host, "read", "write");
        var person = await organization.AddPersonAsync("API user", apiAccess: true, name: "Xanthippe Quill");
        var own = await person.Client.PostAsync("/me/token", new { name = "Quill's token" }).Expect(201);
        var token = await organization.IssueTokenAsync(application.May("read"), application.May("write"));
        var op = await TestOperator.JoinAsync(host);
        var opened = await op.OpenAsync(organization).Expect(201);
        await organization.Admin.DeleteAsync($"/organization/support-entries/{opened.Id}").Expect(204);
        string[] marks =
        [
            "Xanthippe", person.Email, organization.AdministratorEmail, "Ada Admin", person.Id.ToString(), organization.AdministratorId.ToString(),
            "Quill's token", own["display"], own["secret"], token.Name, token.Secret[^4..] + "\"", token.Id.ToString(), token.OwnerId.ToString(),
        ];
        Guid[] ids = [organization.Id, application.Id, op.Id, person.Id, token.Id];

        var (read, found) = (0, new HashSet<string>());
        foreach (var endpoint in RoutesOf(host).Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains("GET")))
        {
            foreach (var id in ids)
            {
                var path = Parameter().Replace(endpoint.RoutePattern.RawText!["/api/v1".Length..], id.ToString());
                var answer = await op.Client.GetAsync(path);
                marks.Where(mark => !path.Contains(mark, StringComparison.Ordinal) && answer.Body.Contains(mark, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(path);
                read++;
                if (answer.Status == 200)
                {
                    found.Add(endpoint.RoutePattern.RawText!);
                }
            }
        }

        read.ShouldBeGreaterThan(40);
        found.Count.ShouldBeGreaterThanOrEqualTo(8, string.Join(' ', found));

        // A look at what a change would do says how many it touches.
        var preview = await op.Client.PostAsync($"{application.Path}/preview", new { resources = new[] { new { name = application.Resource, actions = new[] { "read" } } } }).Expect(200);
        marks.Where(mark => preview.Body.Contains(mark, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task NoAnswerToOperatorsHasARoomForThem(Database database)
    {
        var seen = new HashSet<Type>();
        var parts = new List<string>();
        foreach (var endpoint in RoutesOf(await hosts.OnAsync(database)))
        {
            foreach (var answer in endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Where(answer => answer.StatusCode < 300 && answer.Type is not null))
            {
                Walk(answer.Type!, seen, parts);
            }
        }

        seen.Count.ShouldBeGreaterThan(15);
        parts.Where(part => Telling().IsMatch(part)).Except(Allowed.Keys).ShouldBeEmpty();
    }

    private static List<RouteEndpoint> RoutesOf(PlatformHost host)
    {
        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<Access>()?.Kind == AccessKind.Operator).ToList();
        routes.Count.ShouldBeGreaterThan(20);
        routes.ShouldAllBe(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/v1/instance/"));
        return routes;
    }

    private static void Walk(Type type, HashSet<Type> seen, List<string> parts)
    {
        if (type.IsGenericType)
        {
            foreach (var argument in type.GetGenericArguments())
            {
                Walk(argument, seen, parts);
            }
        }

        if (type.Assembly.GetName().Name?.StartsWith("Platform.", StringComparison.Ordinal) != true || !seen.Add(type))
        {
            return;
        }

        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            parts.Add($"{type.Name}.{property.Name}");
            Walk(property.PropertyType, seen, parts);
        }
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\.(\w*Email\w*|\w*Person\w*|\w*People|Display|\w*Secret|SentTo)$")]
    private static partial Regex Telling();
}
