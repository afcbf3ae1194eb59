namespace Platform.IntegrationTests.Personnel;

public sealed class ListSessionsTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ShowsOnesOwnOpenSessionsOnly(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        await organization.AddPersonAsync();
        var phone = await organization.SignInAsync(person.Email);
        var gone = await organization.SignInAsync(person.Email);
        await gone.PostAsync("/auth/sign-out").Expect(204);

        var sessions = (await phone.GetAsync("/auth/sessions").Expect(200)).Json.AsArray().Select(session => session!).ToList();
        sessions.Count.ShouldBe(2);
        sessions.Single(session => session.Text("current") == "true").Text("id").ShouldBe(Jwt.Read(phone.Credential!).Claims.Text("sid"));
        sessions.ShouldAllBe(session => session.Text("address") == "127.0.0.1");
    }

    [Theory, EachDatabase]
    public async Task AnApiTokenMayNot(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("admin");
        await organization.With(token.Secret).GetAsync("/auth/sessions").ExpectProblem(403, "permission-denied");
    }
}
