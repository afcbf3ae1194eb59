using Platform.IntegrationTests.Tenancy;

namespace Platform.IntegrationTests.Personnel;

/// <summary>Every way in which somebody might run the instance without a second factor.</summary>
public sealed class OperatorSecondFactorTests
{
    private static readonly object Password = new { password = TestOrganization.Password };

    [Theory, EachDatabase]
    public async Task ASessionThatWasThereBeforeMustGiveOne(Database database)
    {
        await using var host = await StartAsync(database);
        var (op, organization) = await SetUpAsync(host);
        var person = await organization.AddPersonAsync();
        var invited = await op.PostAsync("/instance/operators", new { email = person.Email }).Expect(201);

        // They have joined; the session of before, its refresh and a new one are still of a password alone.
        (await TestOperator.AcceptAsync(host, invited, TestOrganization.Password).ExpectProblem(401, "mfa-required"))["secondFactor"].ShouldBe("enrolment");
        (await person.Client.GetAsync("/instance/operators").ExpectProblem(401, "mfa-required"))["secondFactor"].ShouldBe("enrolment");
        await person.Client.GetAsync("/me").Expect(200);
        var refreshed = await host.Anonymous.PostAsync("/auth", new { refreshToken = person.RefreshToken }).Expect(200);
        var again = host.Anonymous.With(refreshed["accessToken"]).In(organization.Slug);
        await again.GetAsync("/instance/operators").ExpectProblem(401, "mfa-required");
        await again.PostAsync($"/instance/organizations/{organization.Id}/support-entries", new { reason = "x" }).ExpectProblem(401, "mfa-required");
        await host.SignInAsync(person.Email, TestOrganization.Password).ExpectProblem(401, "mfa-required");

        await Authenticator.EnrolAsync(host, again);
        await again.GetAsync("/instance/operators").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task APasskeyIsOne(Database database)
    {
        await using var host = await StartAsync(database);
        var (op, organization) = await SetUpAsync(host);
        var person = await organization.AddPersonAsync();
        await TestOperator.AcceptAsync(host, await op.PostAsync("/instance/operators", new { email = person.Email }).Expect(201), TestOrganization.Password)
            .ExpectProblem(401, "mfa-required");
        using var device = new SoftwareAuthenticator(host.Address.GetLeftPart(UriPartial.Authority));
        var passkey = (await device.EnrolAsync(person.Client)).Expect(201);
        await person.Client.GetAsync("/instance/operators").Expect(200);
        var byPasskey = await device.SignInAsync(host);
        await host.Anonymous.With(byPasskey.Expect(200)["accessToken"]).GetAsync("/instance/operators").Expect(200);

        // The last one stays, whichever it is.
        await person.Client.DeleteAsync($"/account/passkeys/{passkey.Id}").ExpectProblem(409, "conflict");
        await Authenticator.EnrolAsync(host, person.Client);
        await person.Client.DeleteAsync($"/account/passkeys/{passkey.Id}").Expect(204);
        await person.Client.PostAsync("/account/authenticator/remove", Password).ExpectProblem(409, "conflict");
        await person.Client.GetAsync("/instance/operators").Expect(200);
    }

    /// <summary>One who had a factor, gave it and took it away before being made an operator has none.</summary>
    [Theory, EachDatabase]
    public async Task WhatWasGivenAndTakenAwayCountsNoMore(Database database)
    {
        await using var host = await StartAsync(database);
        var (op, organization) = await SetUpAsync(host);
        var person = await organization.AddPersonAsync();
        await Authenticator.EnrolAsync(host, person.Client);
        await person.Client.PostAsync("/account/authenticator/remove", Password).Expect(204);
        var other = await organization.AddPersonAsync();
        using var device = new SoftwareAuthenticator(host.Address.GetLeftPart(UriPartial.Authority));
        var passkey = (await device.EnrolAsync(other.Client)).Expect(201);
        await other.Client.DeleteAsync($"/account/passkeys/{passkey.Id}").Expect(204);

        foreach (var made in (TestPerson[])[person, other])
        {
            await TestOperator.AcceptAsync(host, await op.PostAsync("/instance/operators", new { email = made.Email }).Expect(201), TestOrganization.Password)
                .ExpectProblem(401, "mfa-required");
            (await made.Client.GetAsync("/instance/operators").ExpectProblem(401, "mfa-required"))["secondFactor"].ShouldBe("enrolment");
            var refreshed = await host.Anonymous.PostAsync("/auth", new { refreshToken = made.RefreshToken }).Expect(200);
            await host.Anonymous.With(refreshed["accessToken"]).In(organization.Slug).GetAsync("/instance/operators").ExpectProblem(401, "mfa-required");
        }
    }

    [Theory, EachDatabase]
    public async Task OfTwoFactorsRemovedAtOnceOneIsLeft(Database database)
    {
        await using var host = await StartAsync(database);
        var (op, _) = await SetUpAsync(host);
        using var device = new SoftwareAuthenticator(host.Address.GetLeftPart(UriPartial.Authority));
        var passkey = (await device.EnrolAsync(op, password: PlatformHost.OperatorPassword)).Expect(201);
        var answers = await Task.WhenAll(
            op.PostAsync("/account/authenticator/remove", new { password = PlatformHost.OperatorPassword }),
            op.DeleteAsync($"/account/passkeys/{passkey.Id}"));
        answers.Select(answer => answer.Status).Order().ShouldBe([204, 409]);
        await op.GetAsync("/instance/operators").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task SupportNeedsOneToo(Database database)
    {
        await using var host = await StartAsync(database);
        var (op, organization) = await SetUpAsync(host);
        await op.PostAsync($"/instance/organizations/{organization.Id}/support-entries", new { reason = "Ticket 4711" }).Expect(201);

        // The account has given one elsewhere; a session of a password alone, as one from before, has not.
        await using (var tables = await host.OpenTablesAsync())
        {
            await tables.ExecuteAsync("UPDATE personnel_session SET second_factor = " + (database == Database.PostgreSql ? "false" : "0"));
        }

        var entered = await host.Anonymous.PostAsync("/auth", new { refreshToken = _refreshToken, organizationId = organization.Slug }).ExpectProblem(401, "mfa-required");
        entered["secondFactor"].ShouldBe("code");
    }

    private string? _refreshToken;

    private static Task<PlatformHost> StartAsync(Database database) => PlatformHost.StartAsync(database, settings: "--Operators:RequireMfa=true");

    /// <summary>The first operator with an authenticator app, and an organization.</summary>
    private async Task<(ApiClient Operator, TestOrganization Organization)> SetUpAsync(PlatformHost host)
    {
        var enrolmentToken = (await host.SignInAsync(PlatformHost.OperatorEmail, PlatformHost.OperatorPassword).ExpectProblem(401, "mfa-required"))["enrolmentToken"];
        var app = new Authenticator((await host.Anonymous.PostAsync("/auth/enrol", new { enrolmentToken }).Expect(200))["sharedKey"]);
        var entered = await host.Anonymous.PostAsync("/auth/enrol/confirm", new { enrolmentToken, code = app.CodeAt(host.Now) }).Expect(200);
        _refreshToken = entered["refreshToken"];
        var op = host.Anonymous.With(entered["accessToken"]);
        return (op, await TestOrganization.CreateAsync(host, op: op));
    }
}
