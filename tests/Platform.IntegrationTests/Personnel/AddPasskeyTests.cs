namespace Platform.IntegrationTests.Personnel;

public sealed class AddPasskeyTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task IsNamedListedRenamedAndRemoved(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        using var device = DeviceOf(organization);
        var made = (await device.EnrolAsync(person.Client, " My phone ")).Expect(201);
        made["name"].ShouldBe("My phone");
        made.Json["lastUsedAt"].ShouldBeNull();
        var path = $"/account/passkeys/{made.Id}";
        await person.Client.PatchAsync(path, new { name = "" }).ExpectInvalid("name");
        (await person.Client.PatchAsync(path, new { name = "Old phone" }).Expect(200))["name"].ShouldBe("Old phone");
        (await person.Client.GetAsync("/account").Expect(200))["passkeys.0.name"].ShouldBe("Old phone");

        // Nobody else's.
        await organization.Admin.PatchAsync(path, new { name = "Mine" }).ExpectProblem(404, "not-found");
        await organization.Admin.DeleteAsync(path).ExpectProblem(404, "not-found");
        await person.Client.DeleteAsync(path).Expect(204);
        (await person.Client.GetAsync("/account").Expect(200)).Json["passkeys"]!.AsArray().ShouldBeEmpty();
        (await organization.Host.CountAuditAsync("passkey.created", made.Id)).ShouldBe(1);
        (await organization.Host.CountAuditAsync("passkey.deleted", made.Id)).ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task NeedsThePasswordAndItsOwnChallenge(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var other = await organization.AddPersonAsync();
        using var device = DeviceOf(organization);
        await person.Client.PostAsync("/account/passkeys/options", new { password = "not the password" }).ExpectInvalid("password");
        var theirs = await other.Client.PostAsync("/account/passkeys/options", new { password = TestOrganization.Password }).Expect(200);
        var credential = device.Create(theirs.Json["options"]!);
        await person.Client.PostAsync("/account/passkeys", new { ticket = theirs["ticket"], name = "Mine", credential }).ExpectInvalid("ticket");
        await other.Client.PostAsync("/account/passkeys", new { ticket = theirs["ticket"], name = "Mine", credential }).ExpectInvalid("ticket");

        var challenge = await person.Client.PostAsync("/account/passkeys/options", new { password = TestOrganization.Password }).Expect(200);
        await person.Client.PostAsync("/account/passkeys", new { ticket = challenge["ticket"], name = "", credential }).ExpectInvalid("name");
        await person.Client.PostAsync("/account/passkeys", new { ticket = challenge["ticket"], name = "Mine" }).ExpectInvalid("credential");
        await person.Client.PostAsync("/account/passkeys", new { ticket = challenge["ticket"], name = "Mine", credential }).ExpectInvalid("credential");
    }

    [Theory, EachDatabase("origin", "user")]
    public async Task WhatTheBrowserSaysWronglyIsRefused(Database database, string wrong)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        using var device = DeviceOf(organization);
        device.Origin = wrong == "origin" ? "https://evil.example" : device.Origin;
        device.VerifiesUser = wrong != "user";
        (await device.EnrolAsync(person.Client)).ExpectInvalid("credential");
        (await person.Client.GetAsync("/account").Expect(200)).Json["passkeys"]!.AsArray().ShouldBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task OneDeviceIsOneAccounts(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        using var device = DeviceOf(organization);
        (await device.EnrolAsync(person.Client)).Expect(201);
        (await device.EnrolAsync(organization.Admin)).ExpectInvalid("credential");
    }

    [Theory, EachDatabase]
    public async Task APasswordAloneIsNoWayAroundIt(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        using var device = DeviceOf(organization);
        (await device.EnrolAsync(person.Client)).Expect(201);
        var stolen = await organization.SignInAsync(person.Email);
        var asked = await stolen.PostAsync("/account/authenticator", new { password = TestOrganization.Password }).ExpectProblem(401, "mfa-required");
        asked.Json.Texts("methods").ShouldBe(["passkey"]);
        await stolen.DeleteAsync($"/account/passkeys/{(await stolen.GetAsync("/account").Expect(200))["passkeys.0.id"]}").ExpectProblem(401, "mfa-required");

        await Authenticator.EnrolAsync(organization.Host, organization.Admin);
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { requireMfa = true } }).Expect(200);
        var refused = await organization.Host.SignInAsync(person.Email, TestOrganization.Password).ExpectProblem(401, "mfa-required");
        refused["secondFactor"].ShouldBe("code");
        refused.Json.At("enrolmentToken").ShouldBeNull();
    }

    private static SoftwareAuthenticator DeviceOf(TestOrganization organization) => new(organization.Host.Address.GetLeftPart(UriPartial.Authority));
}
