namespace Platform.IntegrationTests.Tenancy;

public sealed class RemoveOperatorTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task EndsTheirSessionsAndSupportEntriesAtOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var op = await host.OperatorAsync();
        var other = await TestOperator.JoinAsync(host);
        var inside = await other.EnterAsync(organization);
        await other.Client.GetAsync("/instance/jobs").Expect(200);
        await inside.GetAsync("/people").Expect(200);

        await op.DeleteAsync($"/instance/operators/{other.Id}").Expect(204);
        await other.Client.GetAsync("/instance/jobs").ExpectProblem(401, "token-revoked");
        await inside.GetAsync("/people").ExpectProblem(401, "token-revoked");
        await host.Anonymous.PostAsync("/auth", new { refreshToken = other.RefreshToken }).ExpectProblem(403, "organization-mismatch");
        await host.SignInAsync(other.Email, TestOrganization.Password).ExpectProblem(403, "organization-mismatch");
        (await organization.Admin.GetAsync("/organization/support-entries").Expect(200)).Items.ShouldHaveSingleItem().Text("status").ShouldBe("ended");
        await op.DeleteAsync($"/instance/operators/{other.Id}").ExpectProblem(404, "not-found");
        (await host.CountAuditAsync("operator.removed", other.Id)).ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task WhoIsAlsoAMemberSomewhereGoesOnThereAndIsNoOperator(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var other = await TestOperator.JoinAsync(host);
        await organization.JoinAsync(other.Email);
        await (await host.OperatorAsync()).DeleteAsync($"/instance/operators/{other.Id}").Expect(204);
        await other.Client.GetAsync("/account").ExpectProblem(401, "token-revoked");
        var member = await organization.SignInAsync(other.Email);
        await member.GetAsync("/me").Expect(200);
        await member.GetAsync("/instance/operators").ExpectProblem(403, "permission-denied");
    }

    [Theory, EachDatabase]
    public async Task AnInvitedOneIsTakenBackAndNobodysSessionsEnd(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var op = await host.OperatorAsync();
        var person = await organization.AddPersonAsync();
        var invited = await op.PostAsync("/instance/operators", new { email = person.Email }).Expect(201);
        await op.DeleteAsync($"/instance/operators/{invited.Id}").Expect(204);
        await TestOperator.AcceptAsync(host, invited, TestOrganization.Password).ExpectProblem(404, "not-found");
        await person.Client.GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task TheLastOneStays(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var op = await host.OperatorAsync();
        var first = (await op.GetAsync("/instance/operators").Expect(200)).Items.ShouldHaveSingleItem().Text("id");
        await op.PostAsync("/instance/operators", new { email = "invited@instance.example" }).Expect(201);
        await op.DeleteAsync($"/instance/operators/{first}").ExpectProblem(409, "conflict");

        // One who has joined will do, even for removing oneself; then that one is the last.
        var second = await TestOperator.JoinAsync(host);
        await op.DeleteAsync($"/instance/operators/{first}").Expect(204);
        await op.GetAsync("/instance/operators").ExpectProblem(401, "token-revoked");
        await second.Client.DeleteAsync($"/instance/operators/{second.Id}").ExpectProblem(409, "conflict");
    }

    [Theory, EachDatabase]
    public async Task OfTwoWhoRemoveEachOtherOneIsLeft(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var op = await host.OperatorAsync();
        var first = (await op.GetAsync("/instance/operators").Expect(200)).Items.ShouldHaveSingleItem().Text("id");
        var second = await TestOperator.JoinAsync(host);
        var answers = await Task.WhenAll(op.DeleteAsync($"/instance/operators/{second.Id}"), second.Client.DeleteAsync($"/instance/operators/{first}"));
        answers.Count(answer => answer.Status == 204).ShouldBe(1, string.Join(' ', answers.Select(answer => answer.Body)));
        await using var tables = await host.OpenTablesAsync();
        Convert.ToInt32(await tables.ScalarAsync("SELECT COUNT(*) FROM tenancy_operator"), System.Globalization.CultureInfo.InvariantCulture).ShouldBe(1);
    }
}
