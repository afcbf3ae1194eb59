namespace Platform.IntegrationTests.Personnel;

public sealed class RemoveAuthenticatorTests(Hosts hosts) : IClassFixture<Hosts>
{
    private static readonly object Password = new { password = TestOrganization.Password };

    [Theory, EachDatabase]
    public async Task SigningInNeedsNoCodeAnyMore(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var app = await Authenticator.EnrolAsync(organization.Host, person.Client);
        await person.Client.PostAsync("/account/authenticator/remove", new { password = "not the password" }).ExpectInvalid("password");
        await person.Client.PostAsync("/account/authenticator/remove", Password).Expect(204);
        await organization.Host.SignInAsync(person.Email, TestOrganization.Password).Expect(200);
        var account = await person.Client.GetAsync("/account").Expect(200);
        account["twoFactor.enabled"].ShouldBe("false");
        account["twoFactor.recoveryCodesLeft"].ShouldBe("0");
        (await organization.Host.CountAuditAsync("account.second-factor-removed", account.Id)).ShouldBe(1);

        // The old recovery codes do not come back with a new app.
        await Authenticator.EnrolAsync(organization.Host, person.Client);
        await organization.Host.SignInAsync(person.Email, TestOrganization.Password, code: app.RecoveryCodes[0]).ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase]
    public async Task NotWhereAnOrganizationRequiresOne(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await Authenticator.EnrolAsync(organization.Host, organization.Admin);
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { requireMfa = true } }).Expect(200);
        await organization.Admin.PostAsync("/account/authenticator/remove", Password).ExpectProblem(409, "conflict");

        // Nor the passkey that alone is left.
        using var device = new SoftwareAuthenticator(organization.Host.Address.GetLeftPart(UriPartial.Authority));
        var passkey = (await device.EnrolAsync(organization.Admin)).Expect(201);
        await organization.Admin.PostAsync("/account/authenticator/remove", Password).Expect(204);
        await organization.Admin.DeleteAsync($"/account/passkeys/{passkey.Id}").ExpectProblem(409, "conflict");
        (await organization.Host.SignInAsync(organization.AdministratorEmail, TestOrganization.Password).ExpectProblem(401, "mfa-required"))
            .Json.Texts("methods").ShouldBe(["passkey"]);
    }
}
