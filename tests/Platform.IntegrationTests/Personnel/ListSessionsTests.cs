namespace Platform.IntegrationTests.Personnel;

public sealed class ListSessionsTests(Hosts hosts) : IClassFixture<Hosts>
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

        var sessions = (await phone.GetAsync("/auth/sessions").Expect(200)).Items;
        sessions.Count.ShouldBe(2);
        sessions.Single(session => session.Text("current") == "true").Text("id").ShouldBe(Jwt.Read(phone.Credential!).Claims.Text("sid"));
        sessions.ShouldAllBe(session => session.Text("address") == "127.0.0.1" && session.Text("organization.slug") == organization.Slug);
        sessions.ShouldAllBe(session => session.Text("secondFactor") == "false");
    }

    [Theory, EachDatabase]
    public async Task InPagesTheLastSeenFirst(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var first = Jwt.Read(person.Client.Credential!).Claims.Text("sid");
        organization.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await organization.SignInAsync(person.Email);

        var page = await second.GetAsync("/auth/sessions?limit=1").Expect(200);
        page["total"].ShouldBe("2");
        page.Items.ShouldHaveSingleItem().Text("current").ShouldBe("true");
        (await second.GetAsync($"/auth/sessions?limit=1&cursor={page["nextCursor"]}").Expect(200)).Items.ShouldHaveSingleItem().Text("id").ShouldBe(first);

        // A refresh is a sighting, from wherever it comes.
        organization.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        await organization.Host.Anonymous.WithHeader("User-Agent", "elsewhere/2").PostAsync("/auth", new { refreshToken = person.RefreshToken }).Expect(200);
        var seen = (await second.GetAsync("/auth/sessions").Expect(200)).Items[0];
        seen.Text("id").ShouldBe(first);
        seen.Text("userAgent").ShouldBe("elsewhere/2");
        seen.Time("lastSeenAt").ShouldBe(organization.Host.Now);
        await second.GetAsync("/auth/sessions?limit=0").ExpectInvalid("limit");
    }

    [Theory, EachDatabase]
    public async Task AnOperatorInNoOrganizationHasThemToo(Database database)
    {
        var host = await hosts.OnAsync(database);
        (await (await host.OperatorAsync()).GetAsync("/auth/sessions").Expect(200)).Items[0].At("organization").ShouldBeNull();
    }

    [Theory, EachDatabase]
    public async Task AnApiTokenMayNot(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("admin");
        await organization.With(token.Secret).GetAsync("/auth/sessions").ExpectProblem(403, "permission-denied");
    }
}
