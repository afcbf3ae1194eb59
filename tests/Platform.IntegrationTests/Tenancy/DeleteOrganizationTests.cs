namespace Platform.IntegrationTests.Tenancy;

public sealed class DeleteOrganizationTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task EverythingStopsAtOnceAndIsStillThere(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var token = await organization.IssueTokenAsync("people:read");
        await organization.With(token.Secret).GetAsync("/me").Expect(200);
        var receipt = await DeleteAsync(organization, organization.Name).Expect(200);
        receipt.Json.Time("purgeAt").ShouldBe(host.Now.AddDays(30), TimeSpan.FromSeconds(1));
        receipt.ShouldBeSettled();
        await organization.With(token.Secret).GetAsync("/me").ExpectProblem(403, "organization-suspended");
        await organization.Admin.GetAsync("/me").ExpectProblem(403, "organization-suspended");
        await host.SignInAsync(organization.AdministratorEmail, TestOrganization.Password).ExpectProblem(403, "organization-suspended");
        var found = await (await host.OperatorAsync()).GetAsync($"/instance/organizations/{organization.Id}").Expect(200);
        (found["status"], found["people"], found["tokens"]).ShouldBe(("deleting", "1", "1"));
        (await (await host.OperatorAsync()).GetAsync($"/instance/organizations?status=deleting&q={organization.Slug}").Expect(200)).Items.Count.ShouldBe(1);
        (await host.CountAuditAsync("organization.deleted", organization.Id)).ShouldBe(2, "its own log and the instance's");
    }

    [Theory, EachDatabase]
    public async Task AnotherNameChangesNothing(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        foreach (var name in (string?[])[null, "", organization.Slug, organization.Name.ToUpperInvariant()])
        {
            await DeleteAsync(organization, name).ExpectInvalid("confirm");
        }

        await (await organization.Host.OperatorAsync()).DeleteAsync($"/instance/organizations/{organization.Id}").ExpectInvalid("confirm");
        await organization.Admin.GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task TwiceIsAConflict(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await DeleteAsync(organization, organization.Name).Expect(200);
        await DeleteAsync(organization, organization.Name).ExpectProblem(409, "conflict");
        var op = await organization.Host.OperatorAsync();
        await op.PostAsync($"/instance/organizations/{organization.Id}/suspend").ExpectProblem(409, "conflict");
        await op.PostAsync($"/instance/organizations/{organization.Id}/resume").ExpectProblem(409, "conflict");
    }

    [Theory, EachDatabase]
    public async Task TheInstanceItselfAndUnknownOnesAreNotFound(Database database)
    {
        var host = await hosts.OnAsync(database);
        foreach (var id in (Guid[])[Guid.Empty, Guid.CreateVersion7()])
        {
            await (await host.OperatorAsync()).SendAsync(HttpMethod.Delete, $"/instance/organizations/{id}", new { confirm = "" }).ExpectProblem(404, "not-found");
        }
    }

    [Theory, EachDatabase]
    public async Task ItsOwnAdministratorsMayNot(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.Admin.SendAsync(HttpMethod.Delete, $"/instance/organizations/{organization.Id}", new { confirm = organization.Name }).ExpectProblem(403, "permission-denied");
        await organization.Admin.SendAsync(HttpMethod.Delete, "/organization", new { confirm = organization.Name }).Expect(405);
        await organization.Admin.GetAsync("/me").Expect(200);
    }

    internal static async Task<Answer> DeleteAsync(TestOrganization organization, string? confirm) =>
        await (await organization.Host.OperatorAsync()).SendAsync(HttpMethod.Delete, $"/instance/organizations/{organization.Id}", new { confirm });
}
