namespace Platform.IntegrationTests.Notifications;

public sealed class CreateWebhookTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ShowsItsSecretOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var made = await organization.Admin.PostAsync("/webhooks", new { url = "https://example.org/hooks?at=1", description = "Ours", events = new[] { "token.revoked", "token.created" } }).Expect(201);
        Convert.FromBase64String(made["secret"].ShouldStartWithPrefix("whsec_")).Length.ShouldBe(32);
        made["status"].ShouldBe("active");
        made.Json.Texts("events").ShouldBe(["token.revoked", "token.created"]);
        made.Headers.Location!.ToString().ShouldBe($"/api/v1/webhooks/{made.Id}");

        var read = await organization.Admin.GetAsync($"/webhooks/{made.Id}").Expect(200);
        read.Headers.ETag!.Tag.ShouldBe("\"1\"");
        read["url"].ShouldBe("https://example.org/hooks?at=1");
        read["description"].ShouldBe("Ours");
        var list = await organization.Admin.GetAsync("/webhooks").Expect(200);
        list.Items.ShouldHaveSingleItem().Text("id").ShouldBe(made["id"]);
        foreach (var answer in (Answer[])[read, list, await organization.Admin.GetAsync($"/audit?targetId={made.Id}").Expect(200)])
        {
            answer.Body.ShouldNotContain("ecret\"", Case.Sensitive);
            answer.Body.ShouldNotContain(made["secret"]["whsec_".Length..]);
        }

        (await organization.Host.CountAuditAsync("webhook.created", made.Id)).ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task NobodyElseSeesIt(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var made = await organization.CreateWebhookAsync("https://example.org/", "token.created");
        var reader = (await organization.AddPersonHoldingAsync("webhooks:read")).Client;
        await reader.GetAsync($"/webhooks/{made.Id}").Expect(200);
        await reader.GetAsync("/webhooks/events").Expect(200);
        foreach (var refused in (Func<Task<Answer>>[])
        [
            () => reader.PostAsync("/webhooks", new { url = "https://example.org/", events = new[] { "token.created" } }),
            () => reader.PatchAsync($"/webhooks/{made.Id}", new { status = "disabled" }),
            () => reader.DeleteAsync($"/webhooks/{made.Id}"),
            () => reader.PostAsync($"/webhooks/{made.Id}/test"),
            () => reader.PostAsync($"/webhooks/{made.Id}/rotate-secret", new { }),
        ])
        {
            (await refused().ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("webhooks:write");
        }

        (await (await organization.AddPersonAsync()).Client.GetAsync("/webhooks").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("webhooks:read");

        var delivery = await organization.Admin.PostAsync($"/webhooks/{made.Id}/test").Expect(202);
        var other = (await organization.Host.CreateOrganizationAsync()).Admin;
        (await other.GetAsync("/webhooks").Expect(200)).Items.ShouldBeEmpty();
        foreach (var hidden in (Func<Task<Answer>>[])
        [
            () => other.GetAsync($"/webhooks/{made.Id}"),
            () => other.PatchAsync($"/webhooks/{made.Id}", new { status = "disabled" }),
            () => other.DeleteAsync($"/webhooks/{made.Id}"),
            () => other.PostAsync($"/webhooks/{made.Id}/test"),
            () => other.PostAsync($"/webhooks/{made.Id}/rotate-secret", new { }),
            () => other.GetAsync($"/webhooks/{made.Id}/deliveries"),
            () => other.GetAsync($"/webhooks/{made.Id}/deliveries/{delivery.Id}"),
            () => other.PostAsync($"/webhooks/{made.Id}/deliveries/{delivery.Id}/redeliver"),
        ])
        {
            await hidden().ExpectProblem(404, "not-found");
        }

        (await organization.Admin.GetAsync($"/webhooks/{made.Id}").Expect(200))["status"].ShouldBe("active");
    }

    [Theory]
    [InlineData("example.org/hooks")]
    [InlineData("ftp://example.org/")]
    [InlineData("https://user:password@example.org/")]
    [InlineData("https://example.org/#part")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://192.168.1.1:8443/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[64:ff9b::a00:1]/")]
    [InlineData("https://[fd00:ec2::254]/")]
    [InlineData("https://0x0a000001/")]
    [InlineData("https://167772161/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://192.0.43.7/")]
    public async Task RefusesAddressesThatLeadNowhereOrWhereTheyMustNot(string url)
    {
        var organization = await hosts.OrganizationOnAsync(Database.Sqlite);
        await organization.Admin.PostAsync("/webhooks", new { url, events = new[] { "token.created" } }).ExpectInvalid("url");
        var made = await organization.CreateWebhookAsync("https://example.org/", "token.created");
        await organization.Admin.PatchAsync($"/webhooks/{made.Id}", new { url }).ExpectInvalid("url");
    }

    [Fact]
    public async Task RefusesEventsThatDoNotOccur()
    {
        var organization = await hosts.OrganizationOnAsync(Database.Sqlite);
        const string Url = "https://example.org/";
        (await organization.Admin.PostAsync("/webhooks", new { url = Url, events = new[] { "token.created", "token.eaten" } }).ExpectInvalid("events")).ShouldContain("token.eaten");
        await organization.Admin.PostAsync("/webhooks", new { url = Url, events = Array.Empty<string>() }).ExpectInvalid("events");
        await organization.Admin.PostAsync("/webhooks", new { url = Url }).ExpectInvalid("events");
        await organization.Admin.PostAsync("/webhooks", new { url = Url, events = new string?[] { null } }).ExpectInvalid("events");
        var names = (await organization.Admin.GetAsync("/webhooks/events").Expect(200)).Json.AsArray().Select(known => known!.Text("name")).ToArray();
        names.Length.ShouldBeGreaterThan(10);
        await organization.CreateWebhookAsync(Url, names);
    }
}
