namespace Platform.IntegrationTests.Tenancy;

public sealed class ResumeOrganizationTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task BringsBackWhatHasNotEndedMeanwhile(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var own = (await person.Client.PostAsync("/me/token").Expect(201))["secret"];
        var (service, ending) = (await organization.IssueTokenAsync("people:read"), await organization.IssueTokenAsync(["people:read"], host.Now.AddHours(1)));
        var path = $"/instance/organizations/{organization.Id}";
        await (await host.OperatorAsync()).PostAsync($"{path}/suspend").Expect(200);
        await organization.With(own).GetAsync("/me").ExpectProblem(403, "organization-suspended");
        host.Clock.Advance(TimeSpan.FromHours(2));
        var resumed = await (await host.OperatorAsync()).PostAsync($"{path}/resume").Expect(200);
        (resumed["status"], resumed.Json["suspendedAt"], resumed.Json["suspendedReason"]).ShouldBe(("active", null, null));

        await organization.With(own).GetAsync("/me").Expect(200);
        await organization.With(service.Secret).GetAsync("/me").Expect(200);
        await person.Client.GetAsync("/me").Expect(200);
        await host.Anonymous.PostAsync("/auth", new { refreshToken = person.RefreshToken }).Expect(200);
        await organization.With(ending.Secret).GetAsync("/me").ExpectProblem(401, "token-expired");
    }

    [Theory, EachDatabase]
    public async Task DaysOfSuspensionAreNoDaysOfIdleness(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { idleRevocationDays = 10 } }).Expect(200);
        var token = await organization.IssueTokenAsync(["people:read"], host.Now.AddDays(40));
        var path = $"/instance/organizations/{organization.Id}";
        await (await host.OperatorAsync()).PostAsync($"{path}/suspend").Expect(200);
        host.Clock.Advance(TimeSpan.FromDays(20));
        await RunJobsAsync(host);
        (await host.CountAuditAsync("token.revoked", token.Id)).ShouldBe(0);
        await (await host.OperatorAsync()).PostAsync($"{path}/resume").Expect(200);
        await RunJobsAsync(host);
        await organization.With(token.Secret).GetAsync("/me").Expect(200);
        await host.UsesWrittenAsync();

        // From then on they count again, and reminders are made up for.
        host.Clock.Advance(TimeSpan.FromDays(11));
        await RunJobsAsync(host);
        await organization.With(token.Secret).GetAsync("/me").ExpectProblem(401, "token-revoked");
    }

    [Theory, EachDatabase]
    public async Task NobodyIsRemindedOfWhatCannotBeHelped(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        await organization.IssueTokenAsync(["people:read"], host.Now.AddDays(100));
        var path = $"/instance/organizations/{organization.Id}";
        await (await host.OperatorAsync()).PostAsync($"{path}/suspend").Expect(200);
        host.Clock.Advance(TimeSpan.FromDays(75));
        await RunJobsAsync(host);
        (await host.CountRowsAsync(organization.Id))["tokens_reminder"].ShouldBe(0);
        await (await host.OperatorAsync()).PostAsync($"{path}/resume").Expect(200);
        await RunJobsAsync(host);
        (await host.CountRowsAsync(organization.Id))["tokens_reminder"].ShouldBe(1, "once, at the nearest day");
    }

    [Theory, EachDatabase]
    public async Task WhatIsNotSuspendedIsAConflict(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var op = await organization.Host.OperatorAsync();
        await op.PostAsync($"/instance/organizations/{organization.Id}/resume").ExpectProblem(409, "conflict");
        await op.PostAsync($"/instance/organizations/{Guid.CreateVersion7()}/resume").ExpectProblem(404, "not-found");
        await organization.Admin.PostAsync($"/instance/organizations/{organization.Id}/resume").ExpectProblem(403, "permission-denied");
    }

    private static async Task RunJobsAsync(PlatformHost host)
    {
        foreach (var job in (string[])["tokens-idle", "tokens-unused", "tokens-remind"])
        {
            await host.RunJobAsync(job);
        }
    }
}
