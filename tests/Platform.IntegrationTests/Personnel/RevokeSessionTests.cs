namespace Platform.IntegrationTests.Personnel;

public sealed class RevokeSessionTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ItsAccessTokenIsRefusedAtOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var lost = await organization.SignInAsync(person.Email);
        await lost.GetAsync("/me").Expect(200);
        await person.Client.DeleteAsync($"/auth/sessions/{SessionOf(lost)}").Expect(204);
        await lost.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await person.Client.GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task AnothersIsNotFound(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        await person.Client.DeleteAsync($"/auth/sessions/{SessionOf(organization.Admin)}").ExpectProblem(404, "not-found");
        await person.Client.DeleteAsync($"/auth/sessions/{Guid.CreateVersion7()}").ExpectProblem(404, "not-found");
        await organization.Admin.GetAsync("/me").Expect(200);
    }

    private static string SessionOf(ApiClient client) => Jwt.Read(client.Credential!).Claims.Text("sid");
}
