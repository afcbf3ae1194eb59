namespace Platform.IntegrationTests.Tokens;

public sealed class ListApplicationTokensTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ShowsWhatIsIssuedButNoSecret(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var op = await organization.Host.OperatorAsync();
        var (application, other) = (await TestApplication.RegisterAsync(organization.Host, "read"), await TestApplication.RegisterAsync(organization.Host, "read"));
        var second = await op.PostAsync($"{application.Path}/tokens", new { name = "Second" }).Expect(201);
        var listed = await op.GetAsync($"{application.Path}/tokens?sort=name").Expect(200);
        listed.Items.Select(token => token.Text("name")).ShouldBe(["Gateway", "Second"]);
        listed.Items.ShouldAllBe(token => token.Text("owner.name") == application.Name && token.Text("status") == "active");
        listed.Body.ShouldNotContain(second["secret"]);
        (await op.GetAsync($"{other.Path}/tokens").Expect(200)).Items.ShouldHaveSingleItem();
        await op.GetAsync($"/instance/applications/{Guid.CreateVersion7()}/tokens").ExpectProblem(404, "not-found");
        (await organization.Admin.GetAsync($"{application.Path}/tokens").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("operator");
    }
}
