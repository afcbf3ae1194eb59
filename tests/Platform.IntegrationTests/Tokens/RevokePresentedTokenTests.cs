namespace Platform.IntegrationTests.Tokens;

/// <summary>RFC 7009.</summary>
public sealed class RevokePresentedTokenTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task WhoeverHoldsATokenEndsIt(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var personal = await person.Client.PostAsync("/me/token").Expect(201);
        var service = await organization.IssueTokenAsync("people:read");
        foreach (var (id, secret, owner) in ((Guid, string, Guid)[])[(personal.Id, personal["secret"], person.Id), (service.Id, service.Secret, service.OwnerId)])
        {
            await organization.With(secret).GetAsync("/me").Expect(200);
            var answer = await RevokeAsync(organization.Host.Anonymous, secret).Expect(200);
            answer.Body.ShouldBeEmpty();
            await organization.With(secret).GetAsync("/me").ExpectProblem(401, "token-revoked");
            await organization.Host.UsesWrittenAsync();
            var token = await organization.Admin.GetAsync($"/tokens/{id}").Expect(200);
            token["useCount"].ShouldBe("1");
            (token["status"], token["revokedBy.id"]).ShouldBe(("revoked", owner.ToString()));
            token["revokedReason"].ShouldContain("RFC 7009");
            var entry = (await organization.Admin.GetAsync($"/audit?targetId={id}&action=token.revoked").Expect(200)).Items.ShouldHaveSingleItem();
            entry.Text("actor.id").ShouldBe(owner.ToString());

            // Again, and with the right to do so: nothing changes.
            await RevokeAsync(organization.Admin, secret).Expect(200);
            (await organization.Admin.GetAsync($"/tokens/{id}").Expect(200)).Body.ShouldBe(token.Body);
        }
    }

    [Theory, EachDatabase]
    public async Task WhoMayRevokeTheOrganizationsTokensIsNamed(Database database)
    {
        var host = await hosts.OnAsync(database);
        var (organization, other) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        var token = await organization.IssueTokenAsync("people:read");
        await RevokeAsync(organization.Admin, token.Secret).Expect(200);
        (await organization.Admin.GetAsync($"/tokens/{token.Id}").Expect(200))["revokedBy.id"].ShouldBe(organization.AdministratorId.ToString());

        // Without the right, or with it in another organization, one is the holder and no more.
        var member = await organization.AddPersonAsync();
        foreach (var client in (ApiClient[])[other.Admin, member.Client, host.Anonymous.With("nonsense")])
        {
            token = await organization.IssueTokenAsync("people:read");
            await RevokeAsync(client, token.Secret).Expect(200);
            (await organization.Admin.GetAsync($"/tokens/{token.Id}").Expect(200))["revokedBy.id"].ShouldBe(token.OwnerId.ToString());
        }
    }

    [Theory, EachDatabase]
    public async Task EndsAnApplicationsTokenAndASession(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var application = await TestApplication.RegisterAsync(organization.Host, "read", "write");
        await RevokeAsync(organization.Host.Anonymous, application.Client.Credential!).Expect(200);
        await application.Client.PostAsync("/verify", new { token = "x" }).ExpectProblem(401, "token-revoked");

        var person = await organization.AddPersonAsync();
        await person.Client.GetAsync("/me").Expect(200);
        (await RevokeAsync(organization.Host.Anonymous, person.Client.Credential!, ("token_type_hint", "access_token")).Expect(200)).Body.ShouldBeEmpty();
        await person.Client.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await organization.Host.Anonymous.PostAsync("/auth", new { refreshToken = person.RefreshToken }).ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase]
    public async Task ASuspendedOrganizationsTokenStaysDead(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        await using var tables = await organization.Host.OpenTablesAsync();
        await tables.ExecuteAsync($"UPDATE tenancy_organization SET status = 1 WHERE slug = '{organization.Slug}'");
        await RevokeAsync(organization.Host.Anonymous, token.Secret).Expect(200);
        await tables.ExecuteAsync($"UPDATE tenancy_organization SET status = 0 WHERE slug = '{organization.Slug}'");
        await organization.With(token.Secret).GetAsync("/me").ExpectProblem(401, "token-revoked");
    }

    [Theory, EachDatabase]
    public async Task AlwaysSaysTheSame(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var organization = await host.CreateOrganizationAsync();
        var token = await organization.IssueTokenAsync(["people:read"], host.Now.AddMinutes(1));
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        var commands = host.Commands.Asked.Count;
        foreach (var garbage in (string[])["nonsense", token.Secret[..^1], "é\0\n", new string('x', 10_000), new string('x', 1_000_000)])
        {
            (await RevokeAsync(host.Anonymous, garbage).Expect(200)).Body.ShouldBeEmpty();
        }

        host.Commands.Asked.Count.ShouldBe(commands);
        (await RevokeAsync(host.Anonymous, token.Secret).Expect(200)).Body.ShouldBeEmpty();
        (await organization.Admin.GetAsync($"/tokens/{token.Id}").Expect(200))["status"].ShouldBe("expired");
        (await host.Anonymous.PostAsync("/revoke", Form("")).ExpectProblem(400, "malformed-request"))["error"].ShouldBe("invalid_request");
        await host.Anonymous.PostAsync("/revoke", new { token = "x" }).ExpectProblem(415, "unsupported-media-type");
    }

    [Theory, EachDatabase]
    public async Task GuessingIsSlowedDown(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var organization = await host.CreateOrganizationAsync();
        for (var guess = 0; guess < 59; guess++)
        {
            await RevokeAsync(host.Anonymous, $"nonsense-{guess}").Expect(200);
        }

        // A token that is one costs nothing of it.
        var (one, other) = (await organization.IssueTokenAsync("people:read"), await organization.IssueTokenAsync("people:read"));
        await RevokeAsync(host.Anonymous, one.Secret).Expect(200);
        await RevokeAsync(host.Anonymous, one.Secret).Expect(200);
        await RevokeAsync(host.Anonymous, "nonsense").Expect(200);
        (await RevokeAsync(host.Anonymous, other.Secret).ExpectProblem(429, "rate-limited")).Header("Retry-After").ShouldBe("60");
        await organization.With(other.Secret).GetAsync("/me").Expect(200);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await RevokeAsync(host.Anonymous, other.Secret).Expect(200);
        await organization.With(other.Secret).GetAsync("/me").ExpectProblem(401, "token-revoked");
    }

    private static Task<Answer> RevokeAsync(ApiClient client, string token, params (string Name, string Value)[] more) =>
        client.PostAsync("/revoke", new FormUrlEncodedContent([new("token", token), .. more.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))]));

    private static StringContent Form(string body) => new(body, null, "application/x-www-form-urlencoded");
}
