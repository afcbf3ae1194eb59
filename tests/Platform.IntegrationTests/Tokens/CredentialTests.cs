using Microsoft.Extensions.DependencyInjection;
using Platform.Kernel.Coherence;

namespace Platform.IntegrationTests.Tokens;

/// <summary>How a credential is taken, and what is refused without asking the database.</summary>
public sealed class CredentialTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task AnyChangedCharacterIsRefusedWithoutADatabaseRead(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var secret = (await organization.IssueTokenAsync("people:read")).Secret;
        await organization.With(secret).GetAsync("/me").Expect(200);

        var cache = organization.Host.Services.GetRequiredService<GrantCache>();
        var (loads, commands) = (cache.Loads, organization.Host.Commands.Asked.Count);
        for (var at = 4; at < secret.Length; at++)
        {
            var changed = secret[..at] + (secret[at] == 'x' ? 'y' : 'x') + secret[(at + 1)..];
            await organization.With(changed).GetAsync("/me").ExpectProblem(401, "unauthenticated");
        }

        cache.Loads.ShouldBe(loads);
        organization.Host.Commands.Asked.Count.ShouldBe(commands);

        // One that could be a token does ask.
        await Eventually.OnceInThree(async () =>
        {
            loads = cache.Loads;
            await organization.With("ptu_" + new string('0', 36) + "0etOEM").GetAsync("/me").ExpectProblem(401, "unauthenticated");
            cache.Loads.ShouldBe(loads + 1);
        });
    }

    [Theory, EachDatabase]
    public async Task ASecondUseAsksNobody(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = organization.With((await organization.IssueTokenAsync("people:read")).Secret);
        await token.GetAsync("/me").Expect(200);
        var cache = organization.Host.Services.GetRequiredService<GrantCache>();
        await Eventually.OnceInThree(async () =>
        {
            var loads = cache.Loads;
            for (var use = 0; use < 20; use++)
            {
                await token.GetAsync("/me").Expect(200);
            }

            cache.Loads.ShouldBe(loads);
        });
    }

    [Theory, EachDatabase]
    public async Task GoesIntoOneOfTwoHeaders(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (one, other) = (await organization.IssueTokenAsync("people:read"), await organization.IssueTokenAsync("people:read"));
        var nobody = organization.Host.Anonymous.In(organization.Slug);
        (await nobody.WithHeader("X-API-Key", one.Secret).GetAsync("/me").Expect(200))["credential.id"].ShouldBe(one.Id.ToString());
        await nobody.With(one.Secret).WithHeader("X-API-Key", one.Secret).GetAsync("/me").Expect(200);
        await nobody.With(one.Secret).WithHeader("X-API-Key", other.Secret).GetAsync("/me").ExpectProblem(400, "malformed-request");
        await nobody.WithHeader("X-API-Key", organization.Admin.Credential!).GetAsync("/me").ExpectProblem(401, "unauthenticated");
        (await nobody.GetAsync("/me").ExpectProblem(401, "unauthenticated")).Header("WWW-Authenticate").ShouldBe("Bearer");
        await nobody.WithHeader("Authorization", "Basic dXNlcjpwYXNz").GetAsync("/me").ExpectProblem(401, "unauthenticated");
        await nobody.With("").GetAsync("/me").ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase]
    public async Task BelongsToItsOwnOrganizationAlone(Database database)
    {
        var host = await hosts.OnAsync(database);
        var (own, other) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        var token = await own.IssueTokenAsync("admin");
        await own.With(token.Secret).GetAsync("/me").Expect(200);
        await other.With(token.Secret).GetAsync("/me").ExpectProblem(403, "organization-mismatch");
        await own.With(token.Secret).In(null).GetAsync("/me").ExpectProblem(400, "organization-required");
        var theirs = await other.IssueTokenAsync("people:read");
        await own.With(token.Secret).GetAsync($"/tokens/{theirs.Id}").ExpectProblem(404, "not-found");
        await own.With(token.Secret).PostAsync($"/tokens/{theirs.Id}/revoke").ExpectProblem(404, "not-found");
        (await own.With(token.Secret).GetAsync("/tokens?limit=200").Expect(200)).Body.ShouldNotContain(theirs.Id.ToString());
        await other.With(theirs.Secret).GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task MayBeBoundToAddresses(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var account = await organization.CreateServiceAccountAsync("people:read");
        foreach (var (cidr, status) in ((string, int)[])[("127.0.0.0/8", 200), ("192.0.2.0/24", 403), ("::1/128", 403)])
        {
            var issued = await organization.Admin.PostAsync("/tokens", new
            {
                serviceAccountId = account, name = cidr, expiresAt = (DateTime?)null, scopes = new[] { "people:read" }, allowedAddresses = new[] { cidr },
            }).Expect(201);
            var answer = await organization.With(issued["secret"]).GetAsync("/me").Expect(status);
            if (status == 403)
            {
                answer.ExpectProblem(403, "address-not-allowed");
            }
        }
    }

    [Theory, EachDatabase]
    public async Task WhatIsNoTokenIsRefusedWithoutADatabaseRead(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var secret = (await organization.IssueTokenAsync("people:read")).Secret;
        var commands = organization.Host.Commands.Asked.Count;
        string[] garbage =
        [
            secret[..^1], $"{secret}0", secret[4..], $"ptx{secret[3..]}", $"pts-{secret[4..]}", secret.ToUpperInvariant(), $"{secret[..10]} {secret[11..]}",
            $"{secret[..10]}é{secret[11..]}", "pts_", "pt", "x", new string('a', 4000), $"{secret},{secret}",
        ];
        foreach (var text in garbage)
        {
            await organization.With(text).GetAsync("/me").ExpectProblem(401, "unauthenticated");
        }

        organization.Host.Commands.Asked.Count.ShouldBe(commands);
    }
}
