namespace Platform.IntegrationTests.Audit;

public sealed class GetAuditEntryTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task IsTheOneOfTheList(Database database)
    {
        var host = await hosts.OnAsync(database);
        var (one, other) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        var listed = (await one.Admin.GetAsync("/audit?limit=1").Expect(200)).Items[0];
        var path = $"/audit/{listed.Text("id")}";
        (await one.Admin.GetAsync(path).Expect(200)).Json.ToJsonString().ShouldBe(listed.ToJsonString());
        await other.Admin.GetAsync(path).ExpectProblem(404, "not-found");
        await one.Admin.GetAsync($"/audit/{one.Id}").ExpectProblem(404, "not-found");
        await (await one.AddPersonAsync()).Client.GetAsync(path).ExpectProblem(403, "permission-denied");
    }
}
