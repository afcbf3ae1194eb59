namespace Platform.IntegrationTests.Personnel;

public sealed class ReplaceRecoveryCodesTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task TheOldOnesDie(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var password = new { password = TestOrganization.Password };
        await person.Client.PostAsync("/account/recovery-codes", password).ExpectProblem(409, "conflict");
        var app = await Authenticator.EnrolAsync(organization.Host, person.Client);
        await person.Client.PostAsync("/account/recovery-codes", new { password = "not the password" }).ExpectInvalid("password");
        var fresh = (await person.Client.PostAsync("/account/recovery-codes", password).Expect(200)).Json.Texts("recoveryCodes");
        fresh.Count.ShouldBe(10);
        await organization.Host.SignInAsync(person.Email, TestOrganization.Password, code: app.RecoveryCodes[0]).ExpectProblem(401, "unauthenticated");
        await organization.Host.SignInAsync(person.Email, TestOrganization.Password, code: fresh[0]).Expect(200);
    }
}
