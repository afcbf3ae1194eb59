namespace Platform.IntegrationTests.Personnel;

public sealed class DeletePersonTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task EndsSessionsTokenAndRolesAtOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true, name: "Gus Gone");
        var generated = await person.Client.PostAsync("/me/token").Expect(201);
        var caller = organization.With(generated["secret"]);
        await caller.GetAsync("/me").Expect(200);

        await organization.Admin.DeleteAsync($"/people/{person.Id}").Expect(204);

        await person.Client.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await caller.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await organization.Host.Anonymous.PostAsync("/auth", new { refreshToken = person.RefreshToken }).ExpectProblem(403, "organization-mismatch");
        await organization.Host.SignInAsync(person.Email, TestOrganization.Password).ExpectProblem(403, "organization-mismatch");
        await organization.Admin.GetAsync($"/people/{person.Id}").ExpectProblem(404, "not-found");
        await organization.Admin.DeleteAsync($"/people/{person.Id}").ExpectProblem(404, "not-found");
        (await organization.Admin.GetAsync("/people?permission=tokens:generate").Expect(200))["total"].ShouldBe("1");
        (await organization.Admin.GetAsync($"/roles/{await organization.RoleAsync("API user")}").Expect(200))["memberCount"].ShouldBe("0");

        // Their token is still told of, and whose it was.
        var token = await organization.Admin.GetAsync($"/tokens/{generated.Id}").Expect(200);
        token["status"].ShouldBe("revoked");
        token["owner.name"].ShouldBe("Gus Gone");
        (await organization.Admin.GetAsync("/tokens?kind=user").Expect(200)).Items.Single().Text("owner.name").ShouldBe("Gus Gone");
        (await organization.Admin.GetAsync($"/audit?targetId={person.Id}&action=person.deleted").Expect(200)).Items.ShouldHaveSingleItem();
    }

    [Theory, EachDatabase]
    public async Task TheAccountAndItsOtherOrganizationsAreLeftAlone(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        var person = await organization.AddPersonAsync();
        var joined = await other.JoinAsync(person.Email);
        await other.Admin.DeleteAsync($"/people/{person.Id}").ExpectProblem(404, "not-found");

        await organization.Admin.DeleteAsync($"/people/{person.Id}").Expect(204);

        await organization.Host.Anonymous.With(joined["accessToken"]).In(other.Slug).GetAsync("/me").Expect(200);
        (await organization.Host.SignInAsync(person.Email, TestOrganization.Password).Expect(200))["organization.slug"].ShouldBe(other.Slug);
    }

    [Theory, EachDatabase]
    public async Task AnAccessTokenOfBeforeIsGoodForNoLaterRecord(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        var person = await organization.AddPersonAsync();
        await other.JoinAsync(person.Email);
        await organization.Host.Anonymous.PostAsync("/auth", new { refreshToken = person.RefreshToken, organizationId = other.Slug }).Expect(200);
        await person.Client.GetAsync("/me").Expect(200);

        await organization.Admin.DeleteAsync($"/people/{person.Id}").Expect(204);
        organization.Host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await organization.JoinAsync(person.Email, "Pat again");

        await person.Client.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await (await organization.SignInAsync(person.Email)).GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task AnInvitationLeadsNowhereAfterwards(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var invited = await organization.Admin.PostAsync("/people", new { name = "Ina", email = TestOrganization.NewEmail(), invite = true }).Expect(201);
        await organization.Admin.DeleteAsync($"/people/{invited.Id}").Expect(204);
        await organization.Host.Anonymous.PostAsync(
            "/auth/accept-invitation", new { token = TestOrganization.InvitationToken(invited), password = TestOrganization.Password }).ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task TheLastAdministratorStays(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var path = $"/people/{organization.AdministratorId}";
        await organization.Admin.DeleteAsync(path).ExpectProblem(409, "conflict");
        await organization.Admin.PutAsync($"{path}/roles", new { roleIds = Array.Empty<Guid>() }).ExpectProblem(409, "conflict");
        var second = await organization.AddPersonAsync("Administrator");
        await second.Client.DeleteAsync(path).Expect(204);
        await second.Client.DeleteAsync($"/people/{second.Id}").ExpectProblem(409, "conflict");
    }

    [Theory, EachDatabase]
    public async Task AStaleVersionIsRefused(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var made = await organization.Admin.PostAsync("/people", new { name = "Pat", email = TestOrganization.NewEmail() }).Expect(201);
        var path = $"/people/{made.Id}";
        var changed = await organization.Admin.PatchAsync(path, new { title = "Crew" }).Expect(200);
        await organization.Admin.WithHeader("If-Match", made.Headers.ETag!.Tag).DeleteAsync(path).ExpectProblem(412, "stale-version");
        await organization.Admin.WithHeader("If-Match", changed.Headers.ETag!.Tag).DeleteAsync(path).Expect(204);
    }

    [Theory, EachDatabase]
    public async Task NeedsItsPermission(Database database)
    {
        var member = await (await hosts.OrganizationOnAsync(database)).AddPersonAsync();
        (await member.Client.DeleteAsync($"/people/{member.Id}").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("people:write");
    }
}
