namespace Platform.IntegrationTests.Personnel;

public sealed class ConfirmAuthenticatorTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task FromThenOnSigningInAsksForACode(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var person = await organization.AddPersonAsync();
        var app = await Authenticator.EnrolAsync(host, person.Client);
        app.RecoveryCodes.Count.ShouldBe(10);
        app.RecoveryCodes.Distinct().Count().ShouldBe(10);
        app.RecoveryCodes.ShouldAllBe(code => System.Text.RegularExpressions.Regex.IsMatch(code, "^[a-z0-9]{5}-[a-z0-9]{5}$"));
        var account = await person.Client.GetAsync("/account").Expect(200);
        account["twoFactor.enabled"].ShouldBe("true");
        account.Json.Time("twoFactor.enabledAt").ShouldBe(host.Now);
        account["twoFactor.recoveryCodesLeft"].ShouldBe("10");

        var asked = await host.SignInAsync(person.Email, TestOrganization.Password).ExpectProblem(401, "mfa-required");
        asked["secondFactor"].ShouldBe("code");
        asked.Json.Texts("methods").ShouldBe(["totp", "recoveryCode"]);
        asked.Json.At("enrolmentToken").ShouldBeNull();
        await host.SignInAsync(person.Email, "not the password", code: app.NextCode(host)).ExpectProblem(401, "unauthenticated");
        var signedIn = await host.SignInAsync(person.Email, TestOrganization.Password, code: app.CodeAt(host.Now)).Expect(200);
        (await person.Client.With(signedIn["accessToken"]).GetAsync("/auth/sessions").Expect(200))
            .Items.Single(session => session.Text("current") == "true").Text("secondFactor").ShouldBe("true");
        (await host.CountAuditAsync("account.second-factor-enabled", account.Id)).ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task ACodeIsGoodOnceAndForAStepOfDriftEitherWay(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var person = await organization.AddPersonAsync();
        var enrolledAt = host.Now;
        var app = await Authenticator.EnrolAsync(host, person.Client);
        Task<Answer> TryAsync(string code) => host.SignInAsync(person.Email, TestOrganization.Password, code: code);

        // The code that proved the app is used up.
        await TryAsync(app.CodeAt(enrolledAt)).ExpectProblem(401, "unauthenticated");
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await TryAsync(app.CodeAt(host.Now.AddSeconds(-60))).ExpectProblem(401, "unauthenticated");
        await TryAsync(app.CodeAt(host.Now.AddSeconds(60))).ExpectProblem(401, "unauthenticated");
        var late = app.CodeAt(host.Now.AddSeconds(-30));
        await TryAsync(late).Expect(200);
        await TryAsync(late).ExpectProblem(401, "unauthenticated");
        var early = app.CodeAt(host.Now.AddSeconds(30));
        await TryAsync(early).Expect(200);
        await TryAsync(early).ExpectProblem(401, "unauthenticated");

        // A later step was taken: the present one is behind it.
        await TryAsync(app.CodeAt(host.Now)).ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase]
    public async Task OfManyWithOneCodeOneGetsIn(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var app = await Authenticator.EnrolAsync(organization.Host, person.Client);
        var code = app.NextCode(organization.Host);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => organization.Host.SignInAsync(person.Email, TestOrganization.Password, code: code)));
        answers.Count(answer => answer.Status == 200).ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task ARecoveryCodeStandsInOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var person = await organization.AddPersonAsync();
        var app = await Authenticator.EnrolAsync(host, person.Client);
        await host.SignInAsync(person.Email, TestOrganization.Password, code: $" {app.RecoveryCodes[3].ToUpperInvariant()} ").Expect(200);
        await host.SignInAsync(person.Email, TestOrganization.Password, code: app.RecoveryCodes[3]).ExpectProblem(401, "unauthenticated");
        var account = await person.Client.GetAsync("/account").Expect(200);
        account["twoFactor.recoveryCodesLeft"].ShouldBe("9");
        (await host.CountAuditAsync("account.recovery-code-used", account.Id)).ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task WrongCodesLockTheAccountLikeWrongPasswords(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var person = await organization.AddPersonAsync();
        var app = await Authenticator.EnrolAsync(host, person.Client);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            await host.SignInAsync(person.Email, TestOrganization.Password, code: attempt % 2 == 0 ? "made-upco-de" : app.CodeAt(host.Now.AddHours(attempt)))
                .ExpectProblem(401, "unauthenticated");
        }

        await host.SignInAsync(person.Email, TestOrganization.Password, code: app.NextCode(host)).ExpectProblem(401, "account-locked");
        host.Clock.Advance(TimeSpan.FromMinutes(15));
        await host.SignInAsync(person.Email, TestOrganization.Password, code: app.NextCode(host)).Expect(200);
    }

    [Theory, EachDatabase]
    public async Task AWrongCodeLeavesTheAppPending(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var person = await organization.AddPersonAsync();
        await person.Client.PostAsync("/account/authenticator/confirm", new { code = "123456" }).ExpectProblem(409, "conflict");
        await person.Client.PostAsync("/account/authenticator", new { password = "not the password" }).ExpectInvalid("password");
        var setUp = await person.Client.PostAsync("/account/authenticator", new { password = TestOrganization.Password }).Expect(200);
        setUp["uri"].ShouldStartWith("otpauth://totp/");
        setUp["uri"].ShouldContain($"secret={setUp["sharedKey"]}");
        setUp["qrCode"].ShouldStartWith("<svg");
        var app = new Authenticator(setUp["sharedKey"]);
        await person.Client.PostAsync("/account/authenticator/confirm", new { code = app.CodeAt(host.Now.AddHours(1)) }).ExpectInvalid("code");
        await host.SignInAsync(person.Email, TestOrganization.Password).Expect(200);
        await person.Client.PostAsync("/account/authenticator/confirm", new { code = app.CodeAt(host.Now) }).Expect(200);
        await host.SignInAsync(person.Email, TestOrganization.Password).ExpectProblem(401, "mfa-required");
    }

    [Theory, EachDatabase]
    public async Task ASessionThatGaveNoCodeChangesNoFactor(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var before = await organization.SignInAsync(person.Email);
        await Authenticator.EnrolAsync(organization.Host, person.Client);
        var password = new { password = TestOrganization.Password };
        foreach (var path in (string[])["authenticator", "authenticator/remove", "recovery-codes", "passkeys/options"])
        {
            (await before.PostAsync($"/account/{path}", password).ExpectProblem(401, "mfa-required"))["secondFactor"].ShouldBe("code");
        }

        await person.Client.PostAsync("/account/recovery-codes", password).Expect(200);
    }

    [Theory, EachDatabase]
    public async Task TheKeyAndTheCodesAreNowhereInTheLogAndTheCodesAreHashed(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var setUp = await person.Client.PostAsync("/account/authenticator", new { password = TestOrganization.Password }).Expect(200);
        var app = new Authenticator(setUp["sharedKey"]);
        var codes = (await person.Client.PostAsync("/account/authenticator/confirm", new { code = app.CodeAt(organization.Host.Now) }).Expect(200)).Json.Texts("recoveryCodes");
        await using var tables = await organization.Host.OpenTablesAsync();
        var stored = await tables.ReadAllAsync();
        stored.Where(value => value.Value.Contains(setUp["sharedKey"], StringComparison.Ordinal)).ShouldBeEmpty();
        codes.ShouldAllBe(code => !stored.Any(value => value.Value.Contains(code, StringComparison.Ordinal)));
        stored.Where(value => value.Column.StartsWith("audit_", StringComparison.Ordinal) && value.Value.Contains("authenticatorKey", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }
}
