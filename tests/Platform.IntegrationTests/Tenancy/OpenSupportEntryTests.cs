using System.Text;
using System.Text.RegularExpressions;

namespace Platform.IntegrationTests.Tenancy;

public sealed partial class OpenSupportEntryTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task LetsReadWhatIsInTheOrganization(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var op = await TestOperator.JoinAsync(host);
        var opened = await op.OpenAsync(organization, " A lost token ").Expect(201);
        opened["operator.email"].ShouldBe(op.Email);
        opened["reason"].ShouldBe("A lost token");
        opened["status"].ShouldBe("open");
        opened.Json.Time("until").ShouldBe(host.Now.AddMinutes(60));
        opened.Json["endedAt"].ShouldBeNull();

        var entered = await host.Anonymous.PostAsync("/auth", new { refreshToken = op.RefreshToken, organizationId = organization.Slug }).Expect(200);
        entered["organization.slug"].ShouldBe(organization.Slug);
        entered.Json["person"].ShouldBeNull();
        entered.Json["organizations"]!.AsArray().ShouldBeEmpty();
        entered["support.id"].ShouldBe(opened.Id.ToString());
        entered["support.reason"].ShouldBe("A lost token");
        entered["expiresIn"].ShouldBe("3600");

        var inside = host.Anonymous.With(entered["accessToken"]).In(organization.Slug);
        await inside.GetAsync("/organization/export").Expect(200);
        var me = await inside.GetAsync("/me").Expect(200);
        me["subject.kind"].ShouldBe("operator");
        me.Json.Texts("permissions").ShouldBe(["*:read", "audit:export"]);
        foreach (var path in (string[])["/people", "/tokens", "/roles", "/service-accounts", "/webhooks", "/audit", "/usage", "/organization", "/permissions"])
        {
            await inside.GetAsync(path).Expect(200);
        }

        // A reload stays there; the instance is run with the same access token.
        (await host.Anonymous.PostAsync("/auth", new { refreshToken = entered["refreshToken"] }).Expect(200))["organization.slug"].ShouldBe(organization.Slug);
        await inside.GetAsync("/instance/jobs").Expect(200);
        await op.OpenAsync(organization).ExpectProblem(409, "conflict");
    }

    [Theory, EachDatabase]
    public async Task WithoutAnEntryOfTheirOwnNobodyIsLetIn(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var elsewhere = await organization.Host.CreateOrganizationAsync();
        var op = await TestOperator.JoinAsync(organization.Host);
        var other = await TestOperator.JoinAsync(organization.Host);
        await other.EnterAsync(organization);
        var inside = await op.EnterAsync(elsewhere);

        foreach (var client in (ApiClient[])[op.Client.In(organization.Slug), inside.In(organization.Slug)])
        {
            await client.GetAsync("/people").ExpectProblem(403, "organization-mismatch");
            await client.GetAsync("/me").ExpectProblem(403, "organization-mismatch");
        }

        await op.SwitchAsync(organization).ExpectProblem(403, "organization-mismatch");
        await organization.Host.Anonymous.PostAsync("/auth", new { refreshToken = op.RefreshToken, organizationId = organization.Slug }).ExpectProblem(403, "organization-mismatch");

        // Nor by the word of somebody who runs nothing.
        var path = $"/instance/organizations/{organization.Id}/support-entries";
        await organization.Admin.PostAsync(path, new { reason = "Mine" }).ExpectProblem(403, "permission-denied");
        await elsewhere.Admin.GetAsync(path).ExpectProblem(403, "permission-denied");
    }

    [Theory, EachDatabase]
    public async Task NothingIsChangedAndNoSecretIsGiven(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var token = await organization.IssueTokenAsync("people:read");
        var hook = await organization.Admin.PostAsync("/webhooks", new { url = "http://127.0.0.1:9/x", events = new[] { "token.created" } }).Expect(201);
        var op = await TestOperator.JoinAsync(organization.Host);
        var inside = await op.EnterAsync(organization);
        (HttpMethod Method, string Path, object? Body)[] writes =
        [
            (HttpMethod.Post, "/people", new { name = "New", email = "new@people.example" }),
            (HttpMethod.Patch, $"/people/{person.Id}", new { title = "Chief" }),
            (HttpMethod.Delete, $"/people/{person.Id}", null),
            (HttpMethod.Post, $"/people/{person.Id}/reset-link", null),
            (HttpMethod.Post, $"/people/{person.Id}/deactivate", null),
            (HttpMethod.Post, "/tokens", new { serviceAccountId = token.OwnerId, name = "Mine", expiresAt = (DateTime?)null, scopes = new[] { "people:read" } }),
            (HttpMethod.Post, $"/tokens/{token.Id}/rotate", new { overlapHours = 0 }),
            (HttpMethod.Post, $"/tokens/{token.Id}/revoke", null),
            (HttpMethod.Post, "/me/token", new { }),
            (HttpMethod.Post, "/me/token/regenerate", null),
            (HttpMethod.Delete, "/me/token", null),
            (HttpMethod.Post, "/service-accounts", new { name = "Mine", permissions = new[] { "people:read" } }),
            (HttpMethod.Post, "/roles", new { name = "Mine", permissions = new[] { "people:read" } }),
            (HttpMethod.Post, "/webhooks", new { url = "http://127.0.0.1:9/y", events = new[] { "token.created" } }),
            (HttpMethod.Post, $"/webhooks/{hook.Id}/rotate-secret", null),
            (HttpMethod.Patch, "/organization", new { name = "Mine" }),
            (HttpMethod.Put, "/notifications/preferences", new { preferences = Array.Empty<object>() }),
            (HttpMethod.Post, "/verify", new { token = token.Secret }),
        ];
        var before = await CountRowsAsync(organization.Host);
        foreach (var (method, path, body) in writes)
        {
            (await inside.SendAsync(method, path, body).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldNotBeEmpty(path);
        }

        (await CountRowsAsync(organization.Host)).ShouldBe(before);

        // Every operation of the organization's that changes something, and every one that there will be.
        var document = (await organization.Host.Root.GetAsync("/openapi/v1.json").Expect(200)).Json;
        var changing =
            from path in document["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            where operation.Key is "post" or "put" or "patch" or "delete"
            let required = operation.Value!["x-required-permission"]!.ToString()
            where required is not ("public" or "operator" or "holder") && !path.Key.Contains("/account") && !path.Key.Contains("/auth/")
            select (Method: new HttpMethod(operation.Key.ToUpperInvariant()), Path: path.Key, MediaType: operation.Value["requestBody"]?["content"]?.AsObject().First().Key);
        var tried = 0;
        foreach (var (method, path, mediaType) in changing)
        {
            var filled = Parameter().Replace(path["/api/v1".Length..], Guid.CreateVersion7().ToString());
            using var body = mediaType is null ? null : new StringContent("{}", Encoding.UTF8, mediaType);
            await inside.SendAsync(method, filled, body).ExpectProblem(403, "permission-denied");
            tried++;
        }

        tried.ShouldBeGreaterThan(30);
        (await CountRowsAsync(organization.Host)).ShouldBe(before);
        foreach (var path in (string[])["/tokens", $"/tokens/{token.Id}", "/webhooks", $"/webhooks/{hook.Id}", "/audit?limit=200", "/organization", "/people"])
        {
            var read = (await inside.GetAsync(path).Expect(200)).Body;
            read.ShouldNotContain(token.Secret);
            read.ShouldNotContain(hook["secret"]);
        }
    }

    /// <summary>An operator has entered this instance, and none of the products that ask it.</summary>
    [Theory, EachDatabase]
    public async Task ItsAccessTokenIsGoodForNoOtherProduct(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var application = await TestApplication.RegisterAsync(organization.Host, "read");
        var op = await TestOperator.JoinAsync(organization.Host);
        var inside = await op.EnterAsync(organization);
        (await application.VerdictAsync(inside.Credential!)).ShouldBe("unknown");
        foreach (var query in (string[])["", $"?scope={application.May("read")}"])
        {
            await inside.GetAsync($"/forward-auth{query}").ExpectProblem(403, "permission-denied");
        }
    }

    [Theory, EachDatabase]
    public async Task TheOrganizationIsToldAndItsLogSaysWhy(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var member = await organization.AddPersonAsync();
        var op = await TestOperator.JoinAsync(host);
        var inside = await op.EnterAsync(organization, "Ticket 4711");

        var notices = await Eventually.Until(() => organization.Admin.GetAsync("/notifications").Expect(200), answer => answer.Items.Any(item => item.Text("event") == "support.entered"));
        var notice = notices.Items.Single(item => item.Text("event") == "support.entered");
        notice.Text("body").ShouldContain("Ticket 4711");
        notice.Text("body").ShouldContain(op.Email);
        notice.Text("link").ShouldBe("/settings?tab=support");
        (await member.Client.GetAsync("/notifications").Expect(200)).Items.ShouldNotContain(item => item.Text("event") == "support.entered");

        var log = (await organization.Admin.GetAsync("/audit?limit=200").Expect(200)).Items;
        var entered = log.Single(item => item.Text("action") == "support.entered");
        entered.Text("actor.kind").ShouldBe("operator");
        entered.Text("actor.name").ShouldBe(op.Email);
        entered.Text("changes.reason.after").ShouldBe("Ticket 4711");
        (await host.CountAuditAsync("support.entered", organization.Id)).ShouldBe(1, "in the instance's own log too");
        (await organization.Admin.GetAsync("/audit/verify").Expect(200))["intact"].ShouldBe("true");

        // Whoever reads there may see the same.
        (await inside.GetAsync("/audit?action=support.entered").Expect(200)).Items.ShouldHaveSingleItem();
    }

    [Theory, EachDatabase]
    public async Task WhatIsDoneInsideNamesTheEntryInTheLog(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var op = await TestOperator.JoinAsync(organization.Host);
        var opened = await op.OpenAsync(organization, "Ticket 4711").Expect(201);
        await organization.Host.Anonymous.PostAsync("/auth", new { refreshToken = op.RefreshToken, organizationId = organization.Slug }).Expect(200);

        var entry = (await organization.Admin.GetAsync("/audit?action=session.refreshed").Expect(200)).Items.ShouldHaveSingleItem();
        entry.Text("actor.kind").ShouldBe("operator");
        entry.Text("actor.id").ShouldBe(op.AccountId.ToString());
        entry.Text("changes.supportEntry.after").ShouldBe(opened.Id.ToString());
        entry.Text("changes.supportReason.after").ShouldBe("Ticket 4711");
    }

    [Theory, EachDatabase]
    public async Task IsMailedToThoseWhoMayEndIt(Database database)
    {
        await using var server = SmtpServer.Start();
        await using var host = await PlatformHost.StartAsync(
            database, settings: ["--Smtp:Host=127.0.0.1", $"--Smtp:Port={server.Port}", "--Smtp:Security=None", "--Smtp:From=platform@instance.example"]);
        var organization = await host.CreateOrganizationAsync();
        await (await host.OperatorAsync()).PostAsync($"/instance/organizations/{organization.Id}/support-entries", new { reason = "Ticket 4711" }).Expect(201);
        var mail = await server.ReceiveAsync(organization.AdministratorEmail);
        mail.Subject.ShouldBe("An operator has entered as support");
        mail.Text.ShouldContain("Ticket 4711");
    }

    [Theory, EachDatabase]
    public async Task ItEndsByTimeToTheMillisecond(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var organization = await host.CreateOrganizationAsync();
        var op = await TestOperator.JoinAsync(host);
        var inside = await op.EnterAsync(organization, minutes: 5);
        host.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        await inside.GetAsync("/people").Expect(200);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await inside.GetAsync("/people").ExpectProblem(401, "token-expired");
        await op.SwitchAsync(organization).ExpectProblem(403, "organization-mismatch");
        await op.Client.In(organization.Slug).GetAsync("/people").ExpectProblem(403, "organization-mismatch");
        var path = "/organization/support-entries";
        (await organization.Admin.GetAsync(path).Expect(200)).Items.ShouldHaveSingleItem().Text("endedBy.kind").ShouldBe("time");

        // What has ended by itself is noted and told, once.
        await host.RunJobAsync("support-entries");
        await host.RunJobAsync("support-entries");
        (await host.CountAuditAsync("support.ended")).ShouldBe(1);
        var row = (await organization.Admin.GetAsync(path).Expect(200)).Items.ShouldHaveSingleItem();
        row.Time("endedAt").ShouldBe(row.Time("until"));
        await Eventually.Until(() => organization.Admin.GetAsync("/notifications").Expect(200), answer => answer.Items.Any(item => item.Text("event") == "support.ended"));
    }

    [Theory, EachDatabase]
    public async Task AReasonIsNeededAndItIsShort(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var op = await organization.Host.OperatorAsync();
        var path = $"/instance/organizations/{organization.Id}/support-entries";
        await op.PostAsync(path, new { reason = "  " }).ExpectInvalid("reason");
        await op.PostAsync(path, new { minutes = 5 }).ExpectInvalid("reason");
        await op.PostAsync(path, new { reason = new string('x', 501) }).ExpectInvalid("reason");
        await op.PostAsync(path, new { reason = "x", minutes = 0 }).ExpectInvalid("minutes");
        await op.PostAsync(path, new { reason = "x", minutes = 481 }).ExpectInvalid("minutes");
        await op.PostAsync($"/instance/organizations/{Guid.CreateVersion7()}/support-entries", new { reason = "x" }).ExpectProblem(404, "not-found");
        (await op.GetAsync(path).Expect(200)).Items.ShouldBeEmpty();
        (await organization.Admin.GetAsync("/organization/support-entries").Expect(200)).Items.ShouldBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task WhoBelongsToTheOrganizationActsAsThemselves(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var op = await TestOperator.JoinAsync(organization.Host);
        await organization.JoinAsync(op.Email);
        await op.OpenAsync(organization).ExpectProblem(409, "conflict");
        (await op.SwitchAsync(organization).Expect(200)).Json["support"].ShouldBeNull();
    }

    private static async Task<string> CountRowsAsync(PlatformHost host)
    {
        await using var tables = await host.OpenTablesAsync();
        var counts = new List<string>();
        foreach (var table in (string[])["personnel_person", "tokens_token", "tokens_service_account", "roles_role", "notifications_webhook", "notifications_preference", "personnel_reset_link", "notifications_calendar_key"])
        {
            counts.Add($"{table} {await tables.ScalarAsync($"SELECT COUNT(*) FROM {table}")}");
        }

        return string.Join(", ", counts);
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
