namespace Platform.IntegrationTests.Roles;

public sealed class GetApplicationTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task ShowsItsResourcesWithTheirSentences(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var op = await organization.Host.OperatorAsync();
        var made = await op.PostAsync("/instance/applications", new
        {
            name = "Ticketing",
            resources = new[]
            {
                new { name = "tickets", actions = new[] { "read", "write" }, description = (string?)"Work orders of the crew" },
                new { name = "boards", actions = new[] { "read" }, description = (string?)null },
            },
        }).Expect(201);
        var read = await op.GetAsync($"/instance/applications/{made.Id}").Expect(200);
        read.Body.ShouldBe(made.Body);
        read.Headers.ETag!.Tag.ShouldBe("\"1\"");
        (read["resources.0.name"], read["resources.0.description"]).ShouldBe(("tickets", "Work orders of the crew"));
        read.Json["resources"]![1]!["description"].ShouldBeNull();

        var found = (await organization.Admin.GetAsync("/permissions?q=WORK ORDERS").Expect(200)).Json.AsArray();
        found.Select(permission => permission!.Text("name")).ShouldBe(["tickets:read", "tickets:write"]);
        found[0]!.Text("description").ShouldBe("Work orders of the crew: read");
        (await organization.Admin.GetAsync("/permissions?q=ticketing").Expect(200)).Json.AsArray().Count.ShouldBe(3);

        await op.GetAsync($"/instance/applications/{Guid.CreateVersion7()}").ExpectProblem(404, "not-found");
        (await organization.Admin.GetAsync($"/instance/applications/{made.Id}").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("operator");
    }
}
