namespace Platform.IntegrationTests.Tenancy;

public sealed class EndSupportEntryTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task TheOrganizationShowsAnOperatorOut(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var reader = await organization.AddPersonHoldingAsync("organization:read");
        var op = await TestOperator.JoinAsync(host);
        var inside = await op.EnterAsync(organization);
        await inside.GetAsync("/people").Expect(200);
        var entry = (await reader.Client.GetAsync("/organization/support-entries").Expect(200)).Items.ShouldHaveSingleItem();
        var path = $"/organization/support-entries/{entry.Text("id")}";
        await reader.Client.DeleteAsync(path).ExpectProblem(403, "permission-denied");
        await (await host.CreateOrganizationAsync()).Admin.DeleteAsync(path).ExpectProblem(404, "not-found");
        await inside.DeleteAsync(path).ExpectProblem(403, "permission-denied");
        await inside.GetAsync("/people").Expect(200);

        await organization.Admin.DeleteAsync(path).Expect(204);
        await inside.GetAsync("/people").ExpectProblem(401, "token-revoked");
        await op.SwitchAsync(organization).ExpectProblem(403, "organization-mismatch");
        await op.Client.GetAsync("/instance/organizations").Expect(200);
        await organization.Admin.DeleteAsync(path).Expect(204);

        var ended = (await organization.Admin.GetAsync("/organization/support-entries").Expect(200)).Items.ShouldHaveSingleItem();
        ended.Text("status").ShouldBe("ended");
        ended.Text("endedBy.name").ShouldBe("Ada Admin");
        (await organization.Admin.GetAsync("/audit?action=support.ended").Expect(200)).Items.ShouldHaveSingleItem().Text("actor.kind").ShouldBe("person");

        // Operators see that the organization has ended it, and not who of its people.
        var seen = await op.Client.GetAsync($"/instance/organizations/{organization.Id}/support-entries").Expect(200);
        seen.Items.ShouldHaveSingleItem().Text("endedBy.kind").ShouldBe("person");
        seen.Body.ShouldNotContain("Ada Admin");
    }

    [Theory, EachDatabase]
    public async Task AnOperatorLeavesAndIsBackAtTheInstance(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var op = await TestOperator.JoinAsync(host);
        var opened = await op.OpenAsync(organization).Expect(201);
        var entered = await host.Anonymous.PostAsync("/auth", new { refreshToken = op.RefreshToken, organizationId = organization.Slug }).Expect(200);
        var inside = host.Anonymous.With(entered["accessToken"]).In(organization.Slug);
        await inside.GetAsync("/tokens").Expect(200);
        var path = $"/instance/organizations/{organization.Id}/support-entries/{opened.Id}";
        await op.Client.DeleteAsync($"/instance/organizations/{(await host.CreateOrganizationAsync()).Id}/support-entries/{opened.Id}").ExpectProblem(404, "not-found");
        await inside.DeleteAsync(path).Expect(204);
        await inside.GetAsync("/tokens").ExpectProblem(401, "token-revoked");
        var home = await host.Anonymous.PostAsync("/auth", new { refreshToken = entered["refreshToken"] }).Expect(200);
        home.Json["organization"].ShouldBeNull();
        home.Json["support"].ShouldBeNull();
        await op.Client.DeleteAsync(path).Expect(204);
        (await host.CountAuditAsync("support.ended", organization.Id)).ShouldBe(1, "in the instance's own log, once");
        await op.Client.DeleteAsync($"/instance/organizations/{organization.Id}/support-entries/{Guid.CreateVersion7()}").ExpectProblem(404, "not-found");
    }
}
