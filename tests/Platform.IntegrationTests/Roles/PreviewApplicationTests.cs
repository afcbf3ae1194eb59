namespace Platform.IntegrationTests.Roles;

public sealed class PreviewApplicationTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task CountsWhoHoldsWhatWouldGoByOrganization(Database database)
    {
        var host = await hosts.OnAsync(database);
        var op = await host.OperatorAsync();
        var application = await TestApplication.RegisterAsync(host, "read", "write");
        var (read, write) = (application.May("read"), application.May("write"));
        var (many, few, none) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        await UpdateRoleTests.CreateAsync(many.Admin, "Writers", write);
        await UpdateRoleTests.CreateAsync(many.Admin, "One item", application.MayWith("4711", "write"));
        await UpdateRoleTests.CreateAsync(many.Admin, "Readers", read, "admin");
        var token = await many.IssueTokenAsync(read, write);
        var revoked = await many.IssueTokenAsync(write);
        await many.Admin.PostAsync($"/tokens/{revoked.Id}/revoke").Expect(200);
        await UpdateRoleTests.CreateAsync(few.Admin, "Writers", write);
        await UpdateRoleTests.CreateAsync(none.Admin, "Readers", read);

        var preview = await op.PostAsync($"{application.Path}/preview", new { resources = new[] { new { name = application.Resource, actions = new[] { "read", "close" } } } }).Expect(200);
        preview.Json.Texts("removes").ShouldBe([write]);
        preview.Json.Texts("adds").ShouldBe([application.May("close")]);
        preview.Json["organizations"]!.AsArray().Select(holder => (holder!.Text("name"), holder!.Text("roles"), holder!.Text("serviceAccounts"), holder!.Text("tokens")))
            .ShouldBe([(many.Name, "2", "2", "1"), (few.Name, "1", "0", "0")]);
        preview.Json["organizations"]![0]!.Texts("roleNames").ShouldBe(["One item", "Writers"]);
        (preview["organizationsTotal"], preview["rolesTotal"], preview["serviceAccountsTotal"], preview["tokensTotal"], preview["applicationTokens"]).ShouldBe(("2", "3", "2", "1", "0"));
        preview.Body.ShouldNotContain(token.Secret[..8]);
        preview.Body.ShouldNotContain(token.Name);

        var gone = await op.PostAsync($"{application.Path}/preview", new { delete = true }).Expect(200);
        gone.Json.Texts("removes").ShouldBe([read, write]);
        (gone["organizationsTotal"], gone["rolesTotal"], gone["applicationTokens"]).ShouldBe(("3", "5", "1"));

        // Nothing was changed by looking.
        (await op.GetAsync(application.Path).Expect(200))["version"].ShouldBe("1");
        (await application.VerdictAsync(token.Secret, write)).ShouldBe("valid");
    }

    [Theory, EachDatabase]
    public async Task BadCallsAreRefused(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (op, application) = (await organization.Host.OperatorAsync(), await TestApplication.RegisterAsync(organization.Host, "read"));
        var path = $"{application.Path}/preview";
        await op.PostAsync(path, new { }).ExpectInvalid("resources");
        await op.PostAsync(path, new { delete = true, resources = Array.Empty<object>() }).ExpectInvalid("resources");
        await op.PostAsync(path, new { resources = new[] { new { name = "people", actions = new[] { "read" } } } }).ExpectProblem(409, "conflict");
        await op.PostAsync($"/instance/applications/{Guid.CreateVersion7()}/preview", new { delete = true }).ExpectProblem(404, "not-found");
        (await organization.Admin.PostAsync(path, new { delete = true }).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("operator");
    }
}
