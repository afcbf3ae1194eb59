namespace Platform.IntegrationTests.Personnel;

public sealed class SignInWithPasskeyTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task IsPasswordAndSecondFactorInOne(Database database)
    {
        var (organization, person, device) = await EnrolledAsync(database);
        using var _ = device;
        var host = organization.Host;
        await Authenticator.EnrolAsync(host, organization.Admin);
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { requireMfa = true } }).Expect(200);
        var signedIn = (await device.SignInAsync(host, organization.Slug)).Expect(200);
        signedIn["person.id"].ShouldBe(person.Id.ToString());
        var client = host.Anonymous.With(signedIn["accessToken"]).In(organization.Slug);
        (await client.GetAsync("/auth/sessions").Expect(200)).Items.Single(session => session.Text("current") == "true").Text("secondFactor").ShouldBe("true");
        (await client.GetAsync("/account").Expect(200)).Json.Time("passkeys.0.lastUsedAt").ShouldBe(host.Now);
        (await device.SignInAsync(host)).Expect(200);
    }

    [Theory, EachDatabase]
    public async Task AChallengeIsGoodOnceAndForFiveMinutes(Database database)
    {
        var (organization, _, device) = await EnrolledAsync(database);
        using var _2 = device;
        var host = organization.Host;
        var challenge = await host.Anonymous.PostAsync("/auth/passkey/options", new { }).Expect(200);
        var answer = new { ticket = challenge["ticket"], credential = device.Get(challenge.Json["options"]!) };
        await host.Anonymous.PostAsync("/auth/passkey", answer).Expect(200);
        await host.Anonymous.PostAsync("/auth/passkey", answer).ExpectProblem(401, "unauthenticated");

        var late = await host.Anonymous.PostAsync("/auth/passkey/options", new { }).Expect(200);
        var other = await host.Anonymous.PostAsync("/auth/passkey/options", new { }).Expect(200);
        await host.Anonymous.PostAsync("/auth/passkey", new { ticket = other["ticket"], credential = device.Get(late.Json["options"]!) }).ExpectProblem(401, "unauthenticated");
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.Anonymous.PostAsync("/auth/passkey", new { ticket = late["ticket"], credential = device.Get(late.Json["options"]!) }).ExpectProblem(401, "unauthenticated");
        await host.Anonymous.PostAsync("/auth/passkey", new { ticket = "made-up", credential = new { } }).ExpectProblem(401, "unauthenticated");
        await host.Anonymous.PostAsync("/auth/passkey", new { }).ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase("origin", "user", "count", "key", "removed")]
    public async Task WhateverIsWrongIsRefused(Database database, string wrong)
    {
        var (organization, person, device) = await EnrolledAsync(database);
        using var _ = device;
        var host = organization.Host;
        (await device.SignInAsync(host)).Expect(200);
        switch (wrong)
        {
            case "origin":
                device.Origin = "https://evil.example";
                break;
            case "user":
                device.VerifiesUser = false;
                break;
            case "count":
                // A copy of the device that has not been used as often.
                device.SignCount = 1;
                break;
            case "removed":
                await person.Client.DeleteAsync($"/account/passkeys/{(await person.Client.GetAsync("/account").Expect(200))["passkeys.0.id"]}").Expect(204);
                break;
            case "key":
                using (var impostor = new SoftwareAuthenticator(device.Origin))
                {
                    var challenge = await person.Client.PostAsync("/account/passkeys/options", new { password = TestOrganization.Password }).Expect(200);
                    impostor.Create(challenge.Json["options"]!);
                    var request = await host.Anonymous.PostAsync("/auth/passkey/options", new { }).Expect(200);
                    var forged = impostor.Get(request.Json["options"]!);
                    forged["id"] = System.Buffers.Text.Base64Url.EncodeToString(device.CredentialId);
                    forged["rawId"] = forged["id"]!.DeepClone();
                    await host.Anonymous.PostAsync("/auth/passkey", new { ticket = request["ticket"], credential = forged }).ExpectProblem(401, "unauthenticated");
                }

                return;
        }

        (await device.SignInAsync(host)).ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase]
    public async Task ChallengesAreLimitedByAddress(Database database)
    {
        var host = await hosts.OnAsync(database);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var number = 1; number <= 60; number++)
        {
            await host.Anonymous.PostAsync("/auth/passkey/options", new { }).Expect(200);
        }

        (await host.Anonymous.PostAsync("/auth/passkey/options", new { }).ExpectProblem(429, "rate-limited")).Header("Retry-After").ShouldBe("60");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    private async Task<(TestOrganization Organization, TestPerson Person, SoftwareAuthenticator Device)> EnrolledAsync(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var device = new SoftwareAuthenticator(organization.Host.Address.GetLeftPart(UriPartial.Authority));
        (await device.EnrolAsync(person.Client)).Expect(201);
        return (organization, person, device);
    }
}
