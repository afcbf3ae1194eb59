namespace Platform.IntegrationTests.Tenancy;

public sealed class RestoreOrganizationTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task EverythingWorksAgain(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var token = await organization.IssueTokenAsync("people:read");
        await DeleteOrganizationTests.DeleteAsync(organization, organization.Name).Expect(200);
        host.Clock.Advance(TimeSpan.FromDays(29));
        await host.RunJobAsync("organizations-purge");
        var restored = await RestoreAsync(organization).Expect(200);
        (restored["status"], restored.Json["deletedAt"], restored.Json["purgeAt"]).ShouldBe(("active", null, null));
        await organization.With(token.Secret).GetAsync("/me").Expect(200);
        await organization.SignInAdministratorAsync();
        await RestoreAsync(organization).ExpectProblem(409, "conflict");

        // And nothing is left that would delete it after all.
        host.Clock.Advance(TimeSpan.FromDays(2));
        await host.RunJobAsync("organizations-purge");
        await organization.With(token.Secret).GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task OneThatWasSuspendedIsSuspendedAgain(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await (await organization.Host.OperatorAsync()).PostAsync($"/instance/organizations/{organization.Id}/suspend", new { reason = "Unpaid" }).Expect(200);
        await DeleteOrganizationTests.DeleteAsync(organization, organization.Name).Expect(200);
        var restored = await RestoreAsync(organization).Expect(200);
        (restored["status"], restored["suspendedReason"]).ShouldBe(("suspended", "Unpaid"));
        await organization.Admin.GetAsync("/me").ExpectProblem(403, "organization-suspended");
    }

    [Theory, EachDatabase]
    public async Task AfterTheDaysOfGraceItIsTooLate(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await DeleteOrganizationTests.DeleteAsync(organization, organization.Name).Expect(200);
        organization.Host.Clock.Advance(TimeSpan.FromDays(30));
        await RestoreAsync(organization).ExpectProblem(409, "conflict");
        await organization.Host.RunJobAsync("organizations-purge");
        await RestoreAsync(organization).ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task OnlyOperatorsMay(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.Admin.PostAsync($"/instance/organizations/{organization.Id}/restore").ExpectProblem(403, "permission-denied");
    }

    private static async Task<Answer> RestoreAsync(TestOrganization organization) =>
        await (await organization.Host.OperatorAsync()).PostAsync($"/instance/organizations/{organization.Id}/restore");
}
