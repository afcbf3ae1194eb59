using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Platform.Kernel.Coherence;

namespace Platform.IntegrationTests.Tokens;

public sealed class VerifyTokenTests(Hosts hosts) : IClassFixture<Hosts>
{
    private const string Unknown = "pts_QRSTUVWXYZabcdefghijklmnopqrstuvwxyz0SXxQG";

    [Theory, EachDatabase]
    public async Task AnApplicationJudgesTokensOfEveryOrganization(Database database)
    {
        var host = await hosts.OnAsync(database);
        var application = (await TestApplication.RegisterAsync(host, "read", "write")).Client;
        foreach (var organization in (TestOrganization[])[await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync()])
        {
            var token = await organization.IssueTokenAsync("people:read", "roles:read");
            var good = await application.PostAsync("/verify", new { token = token.Secret, scopes = new[] { "people:read" } }).Expect(200);
            good["valid"].ShouldBe("true");
            good["code"].ShouldBe("valid");
            good["organization.id"].ShouldBe(organization.Id.ToString());
            good["organization.slug"].ShouldBe(organization.Slug);
            good["organization.name"].ShouldBe(organization.Name);
            good["subject.id"].ShouldBe(token.OwnerId.ToString());
            good["subject.kind"].ShouldBe("serviceAccount");
            good["tokenId"].ShouldBe(token.Id.ToString());
            good.Json.Texts("scopes").ShouldBe(["people:read", "roles:read"]);
            good.Json.AsObject().ContainsKey("expiresAt").ShouldBeTrue();
            good.ContentHeaders.ContentLength.ShouldNotBeNull();
        }
    }

    [Theory, EachDatabase]
    public async Task SaysWhyNot(Database database)
    {
        var host = await hosts.OnAsync(database);
        var application = (await TestApplication.RegisterAsync(host, "read", "write")).Client;
        var (organization, other) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        async Task<string> Code(object body)
        {
            var answer = await application.PostAsync("/verify", body).Expect(200);
            answer["valid"].ShouldBe(answer["code"] == "valid" ? "true" : "false");
            if (answer["code"] != "valid")
            {
                answer.Json.AsObject().Select(field => field.Key).ShouldBe(["valid", "code"]);
            }

            return answer["code"];
        }

        var token = await organization.IssueTokenAsync(["people:read"], host.Now.AddMinutes(1));
        (await Code(new { token = token.Secret, organizationId = organization.Slug })).ShouldBe("valid");
        (await Code(new { token = token.Secret, organizationId = organization.Id })).ShouldBe("valid");
        (await Code(new { token = token.Secret, organizationId = other.Slug })).ShouldBe("organization-mismatch");
        (await Code(new { token = token.Secret, organizationId = other.Id })).ShouldBe("organization-mismatch");
        (await Code(new { token = token.Secret, organizationId = "no-such" })).ShouldBe("organization-mismatch");
        (await Code(new { token = token.Secret, scopes = new[] { "people:read", "people:write" } })).ShouldBe("insufficient-scope");
        (await Code(new { token = Unknown })).ShouldBe("unknown");
        (await Code(new { token = "nonsense" })).ShouldBe("unknown");
        (await Code(new { token = "" })).ShouldBe("unknown");

        var bound = await organization.Admin.PostAsync("/tokens", new
        {
            serviceAccountId = token.OwnerId, name = "Bound", expiresAt = (DateTime?)null, scopes = new[] { "people:read" }, allowedAddresses = new[] { "192.0.2.0/24" },
        }).Expect(201);
        (await Code(new { token = bound["secret"], address = "192.0.2.7" })).ShouldBe("valid");
        (await Code(new { token = bound["secret"], address = "::ffff:192.0.2.7" })).ShouldBe("valid");
        (await Code(new { token = bound["secret"], address = "198.51.100.7" })).ShouldBe("address-not-allowed");
        (await Code(new { token = bound["secret"] })).ShouldBe("address-not-allowed");

        await organization.Admin.PostAsync($"/tokens/{bound.Id}/revoke").Expect(200);
        (await Code(new { token = bound["secret"], address = "192.0.2.7" })).ShouldBe("revoked");
        var end = host.Now.AddMinutes(1);
        host.Clock.AdvanceTo(end.AddMilliseconds(-1));
        (await Code(new { token = token.Secret })).ShouldBe("valid");
        host.Clock.AdvanceTo(end);
        (await Code(new { token = token.Secret })).ShouldBe("expired");
    }

    [Theory, EachDatabase]
    public async Task ARefusalIsNotRemembered(Database database)
    {
        var host = await hosts.OnAsync(database);
        var application = (await TestApplication.RegisterAsync(host, "read", "write")).Client;
        var organization = await host.CreateOrganizationAsync();
        var (token, verifier) = (await organization.IssueTokenAsync("people:read"), organization.With((await organization.IssueTokenAsync("tokens:verify")).Secret));
        await using var tables = await host.OpenTablesAsync();
        async Task SetStatusAsync(int status)
        {
            (await tables.ExecuteAsync($"UPDATE tenancy_organization SET status = {status} WHERE slug = '{organization.Slug}'")).ShouldBe(1);
            host.Services.GetRequiredService<GrantCache>().Apply([new Drop(DropKind.Organization, organization.Id)]);
        }

        await SetStatusAsync(1);
        (await application.PostAsync("/verify", new { token = token.Secret }).Expect(200))["code"].ShouldBe("suspended");
        await verifier.PostAsync("/verify", new { token = token.Secret }).ExpectProblem(403, "organization-suspended");
        await SetStatusAsync(0);

        // What was found out by the token itself is found out anew each time, whatever is remembered of its organization.
        var other = await organization.IssueTokenAsync("people:read");
        (await tables.ExecuteAsync($"UPDATE tokens_token SET revoked_at = created_at WHERE name = '{other.Name}'")).ShouldBe(1);
        (await application.PostAsync("/verify", new { token = other.Secret }).Expect(200))["code"].ShouldBe("revoked");
        (await tables.ExecuteAsync($"UPDATE tokens_token SET revoked_at = NULL WHERE name = '{other.Name}'")).ShouldBe(1);
        (await application.PostAsync("/verify", new { token = other.Secret }).Expect(200))["code"].ShouldBe("valid");
        (await application.PostAsync("/verify", new { token = token.Secret }).Expect(200))["code"].ShouldBe("valid");
    }

    [Theory, EachDatabase]
    public async Task AScopeMayNameAnItem(Database database)
    {
        var host = await hosts.OnAsync(database);
        var application = await TestApplication.RegisterAsync(host, "read", "write");
        var organization = await host.CreateOrganizationAsync();
        var (one, all) = ($"urn:platform:{application.Resource}:4711:read", $"{application.Resource}:read");
        var account = await organization.CreateServiceAccountAsync(all);
        async Task<string> IssueAsync(string scope) => (await organization.Admin.PostAsync(
            "/tokens", new { serviceAccountId = account, name = scope, expiresAt = (DateTime?)null, scopes = new[] { scope } }).Expect(201))["secret"];
        async Task<string> CodeAsync(string token, string scope) =>
            (await application.Client.PostAsync("/verify", new { token, scopes = new[] { scope } }).Expect(200))["code"];

        var (narrow, wide) = (await IssueAsync(one), await IssueAsync(all));
        (await CodeAsync(narrow, one)).ShouldBe("valid");
        (await CodeAsync(narrow, $"urn:platform:{application.Resource}:4712:read")).ShouldBe("insufficient-scope");
        (await CodeAsync(narrow, all)).ShouldBe("insufficient-scope");
        (await CodeAsync(wide, one)).ShouldBe("valid");
        (await CodeAsync(wide, $"urn:platform:{application.Resource}:*:read")).ShouldBe("valid");
        (await CodeAsync(wide, $"{application.Resource}:*")).ShouldBe("insufficient-scope");
        (await application.Client.PostAsync("/verify", new { token = narrow }).Expect(200)).Json.Texts("scopes").ShouldBe([one]);
    }

    [Theory, EachDatabase]
    public async Task AScopeThatDoesNotExistIsRefusedWithTheNearest(Database database)
    {
        var host = await hosts.OnAsync(database);
        var application = await TestApplication.RegisterAsync(host, "read", "write");
        var everything = await (await host.CreateOrganizationAsync()).IssueTokenAsync("admin");
        foreach (var scope in (string[])["poeple:read", "people:raed", "urn:platform:poeple:7:read", "not a scope", "", "people", "people:read:more", "PEOPLE:READ"])
        {
            // Not even to whoever may do everything: a slip of the verifier's would let everybody through.
            var said = await application.Client.PostAsync("/verify", new { token = everything.Secret, scopes = new[] { "people:read", scope } }).ExpectInvalid("scopes");
            said.ShouldContain("Did you mean");
        }

        (await application.Client.PostAsync("/verify", new { token = everything.Secret, scopes = new[] { "poeple:read" } })).Body.ShouldContain("people:read");
        await application.Client.PostAsync("/verify", new { token = everything.Secret, scopes = new string?[] { null } }).ExpectInvalid("scopes");
        await application.Client.PostAsync("/verify", new { token = everything.Secret, scopes = Enumerable.Repeat("people:read", 201) }).ExpectInvalid("scopes");

        // One that an application brings later is known from then on.
        var op = await host.OperatorAsync();
        var fresh = $"late-{application.Resource}";
        await application.Client.PostAsync("/verify", new { token = everything.Secret, scopes = new[] { $"{fresh}:read" } }).ExpectInvalid("scopes");
        await op.PostAsync("/instance/applications", new { name = fresh, resources = new[] { new { name = fresh, actions = new[] { "read" } } } }).Expect(201);
        (await application.Client.PostAsync("/verify", new { token = everything.Secret, scopes = new[] { $"{fresh}:read" } }).Expect(200))["code"].ShouldBe("valid");
    }

    [Theory, EachDatabase]
    public async Task AnOrganizationJudgesItsOwnAndLearnsNothingOfOthers(Database database)
    {
        var host = await hosts.OnAsync(database);
        var (own, other) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        var verifier = own.With((await own.IssueTokenAsync("tokens:verify")).Secret);
        var (mine, theirs, revoked) = (await own.IssueTokenAsync("people:read"), await other.IssueTokenAsync("people:read"), await other.IssueTokenAsync("people:read"));
        await other.Admin.PostAsync($"/tokens/{revoked.Id}/revoke").Expect(200);
        (await verifier.PostAsync("/verify", new { token = mine.Secret }).Expect(200))["code"].ShouldBe("valid");
        (await verifier.PostAsync("/verify", new { token = mine.Secret, scopes = new[] { "people:write" } }).Expect(200))["code"].ShouldBe("insufficient-scope");
        var cache = host.Services.GetRequiredService<GrantCache>();
        async Task<(string Body, IReadOnlyList<string> Commands)> AskAsync(string token)
        {
            var (commands, loads) = (host.Commands.Asked.Count, cache.Loads);
            var answer = await verifier.PostAsync("/verify", new { token, organizationId = other.Slug, scopes = new[] { "people:write" }, address = "192.0.2.1" }).Expect(200);
            cache.Loads.ShouldBe(loads + 1);
            return (answer.Body, [.. host.Commands.Asked.Skip(commands)]);
        }

        // The same answer by the same way: what is not there is read just as what is somebody else's and dead.
        var unknown = "";
        await Eventually.OnceInThree(async () =>
        {
            (unknown, var read) = await AskAsync(Unknown);
            var foreign = await AskAsync(revoked.Secret);
            foreign.Body.ShouldBe(unknown);
            foreign.Commands.ShouldBe(read);
            read.ShouldBeEmpty("beside the one statement that loads a token");
        });
        (await verifier.PostAsync("/verify", new { token = theirs.Secret }).Expect(200)).Body.ShouldBe(unknown);
        (await verifier.PostAsync("/verify", new { token = other.Admin.Credential }).Expect(200)).Body.ShouldBe(unknown);
        await own.Admin.PostAsync($"/tokens/{mine.Id}/revoke").Expect(200);
        (await verifier.PostAsync("/verify", new { token = mine.Secret }).Expect(200))["code"].ShouldBe("revoked");
        await verifier.In(null).PostAsync("/verify", new { token = mine.Secret }).ExpectProblem(400, "organization-required");
    }

    [Theory, EachDatabase]
    public async Task NobodyElseMayAsk(Database database)
    {
        var host = await hosts.OnAsync(database);
        var organization = await host.CreateOrganizationAsync();
        var token = await organization.IssueTokenAsync("people:read");
        (await organization.With(token.Secret).PostAsync("/verify", new { token = token.Secret }).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("tokens:verify");
        await host.Anonymous.PostAsync("/verify", new { token = token.Secret }).ExpectProblem(401, "unauthenticated");
        var application = (await TestApplication.RegisterAsync(host, "read", "write")).Client;
        await application.PostAsync("/verify", new { }).ExpectInvalid("token");
        await application.PostAsync("/verify", new { token = token.Secret, address = "nowhere" }).ExpectInvalid("address");
        // An application verifies, and nothing else.
        await application.In(organization.Slug).GetAsync("/people").ExpectProblem(403, "organization-mismatch");
        await application.GetAsync("/instance/organizations").ExpectProblem(403, "permission-denied");
    }

    [Theory, EachDatabase]
    public async Task APersonsTokenNamesThePerson(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var token = await person.Client.PostAsync("/me/token").Expect(201);
        var application = (await TestApplication.RegisterAsync(organization.Host, "read", "write")).Client;
        var verdict = await application.PostAsync("/verify", new { token = token["secret"] }).Expect(200);
        (verdict["subject.kind"], verdict["subject.id"], verdict["subject.email"]).ShouldBe(("person", person.Id.ToString(), person.Email));
        verdict.Json.Time("expiresAt").ShouldBe(token.Json.Time("expiresAt"));
        verdict.Json.Texts("scopes").ShouldContain("*:read");

        // The access token of the same person has no id of a token.
        var signedIn = await application.PostAsync("/verify", new { token = person.Client.Credential }).Expect(200);
        (signedIn["code"], signedIn["subject.id"]).ShouldBe(("valid", person.Id.ToString()));
        signedIn.Json["tokenId"].ShouldBeNull();

        // What the owner may do now is what counts.
        await organization.Admin.PutAsync($"/people/{person.Id}/roles", new { roleIds = new[] { await organization.RoleAsync("Member") } }).Expect(200);
        async Task<string> CodeAsync(string scope) => (await application.PostAsync("/verify", new { token = token["secret"], scopes = new[] { scope } }).Expect(200))["code"];
        (await CodeAsync("tokens:read")).ShouldBe("insufficient-scope");
        (await CodeAsync("people:read")).ShouldBe("valid");
    }

    [Theory, EachDatabase]
    public async Task IsAUseOfTheToken(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        var application = (await TestApplication.RegisterAsync(organization.Host, "read", "write")).Client;
        (await application.PostAsync("/verify", new { token = token.Secret, address = "198.51.100.9" }).Expect(200))["code"].ShouldBe("valid");
        var used = await Eventually.Until(() => organization.Admin.GetAsync($"/tokens/{token.Id}").Expect(200), answer => answer["useCount"] == "1");
        used["lastUsedIp"].ShouldBe("198.51.100.9");
    }

    [Theory, EachDatabase]
    public async Task ASecondQuestionAsksNobody(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        var application = (await TestApplication.RegisterAsync(organization.Host, "read", "write")).Client;
        var question = new { token = token.Secret, organizationId = organization.Slug, scopes = new[] { "people:read" } };
        await application.PostAsync("/verify", question).Expect(200);
        await Eventually.OnceInThree(async () =>
        {
            var commands = organization.Host.Commands.Asked.Count;
            for (var again = 0; again < 10; again++)
            {
                (await application.PostAsync("/verify", question).Expect(200))["code"].ShouldBe("valid");
            }

            organization.Host.Commands.Asked.Count.ShouldBe(commands);
        });
    }

    [Theory, EachDatabase("{\"token\":", "", "null", "[]", "\"x\"", "{\"token\":5}", "{\"token\":\"x\"} y", "{\"token\":\"a\\u0000b\"}", "{\"token\":\"\\ud800\"}", "{\"token\":\"x\",\"scopes\":\"people:read\"}", "{\"token\":\"x\",\"scopes\":[\"\\u0000\"]}")]
    public async Task WhatCantBeReadIsSaidToBe(Database database, string body)
    {
        var application = (await TestApplication.RegisterAsync(await hosts.OnAsync(database), "read", "write")).Client;
        await application.PostAsync("/verify", new StringContent(body, Encoding.UTF8, "application/json")).ExpectProblem(400, "malformed-request");
    }

    [Theory, EachDatabase]
    public async Task TheBodyIsJsonOfOneMebibyte(Database database)
    {
        var application = (await TestApplication.RegisterAsync(await hosts.OnAsync(database), "read", "write")).Client;
        await application.PostAsync("/verify", new StringContent("{\"token\":\"x\"}", Encoding.UTF8, "text/plain")).ExpectProblem(415, "unsupported-media-type");
        await application.PostAsync("/verify", new { token = new string('x', 1024 * 1024) }).ExpectProblem(413, "payload-too-large");
        (await application.PostAsync("/verify", new { Token = Unknown, shoeSize = 42 }).Expect(200))["code"].ShouldBe("unknown");
    }
}
