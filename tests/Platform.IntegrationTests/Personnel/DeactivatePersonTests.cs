namespace Platform.IntegrationTests.Personnel;

public sealed class DeactivatePersonTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task EndsSessionsAndTokenAtOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var elsewhere = await organization.SignInAsync(person.Email);
        var generated = await person.Client.PostAsync("/me/token").Expect(201);
        var caller = organization.With(generated["secret"]);
        foreach (var client in (ApiClient[])[person.Client, elsewhere, caller])
        {
            await client.GetAsync("/me").Expect(200);
        }

        (await organization.Admin.PostAsync($"/people/{person.Id}/deactivate").Expect(200))["status"].ShouldBe("deactivated");

        foreach (var client in (ApiClient[])[person.Client, elsewhere, caller])
        {
            await client.GetAsync("/me").ExpectProblem(401, "token-revoked");
        }

        await organization.Host.Anonymous.PostAsync("/auth", new { refreshToken = person.RefreshToken }).ExpectProblem(403, "organization-mismatch");
        await organization.Host.SignInAsync(person.Email, TestOrganization.Password).ExpectProblem(403, "organization-mismatch");
        (await organization.Admin.GetAsync($"/tokens/{generated.Id}").Expect(200))["revokedReason"].ShouldBe("person-deactivated");
    }

    [Theory, EachDatabase]
    public async Task EndsThisOrganizationsAccessOnly(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        var person = await organization.AddPersonAsync();
        var joined = await other.JoinAsync(person.Email);

        await organization.Admin.PostAsync($"/people/{person.Id}/deactivate").Expect(200);

        await person.Client.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await organization.Host.Anonymous.With(joined["accessToken"]).In(other.Slug).GetAsync("/me").Expect(200);
        await organization.Host.SignInAsync(person.Email, TestOrganization.Password, organization.Slug).ExpectProblem(403, "organization-mismatch");
        (await organization.Host.SignInAsync(person.Email, TestOrganization.Password).Expect(200))["organization.slug"].ShouldBe(other.Slug);
    }

    [Theory, EachDatabase]
    public async Task AnAccessTokenForThisOrganizationDiesThoughItsSessionHasMovedOn(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        var person = await organization.AddPersonAsync();
        await other.JoinAsync(person.Email);
        var moved = await organization.Host.Anonymous.PostAsync("/auth", new { refreshToken = person.RefreshToken, organizationId = other.Slug }).Expect(200);
        await person.Client.GetAsync("/me").Expect(200);

        await organization.Admin.PostAsync($"/people/{person.Id}/deactivate").Expect(200);

        await person.Client.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await organization.Host.Anonymous.With(moved["accessToken"]).In(other.Slug).GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task TheLastAdministratorStays(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var path = $"/people/{organization.AdministratorId}/deactivate";
        await organization.Admin.PostAsync(path).ExpectProblem(409, "conflict");

        // An invited administrator is none to rely on; one who has joined is.
        var administrator = new[] { await organization.RoleAsync("Administrator") };
        await organization.Admin.PostAsync("/people", new { name = "Not Yet", email = TestOrganization.NewEmail(), roleIds = administrator, invite = true }).Expect(201);
        await organization.Admin.PostAsync(path).ExpectProblem(409, "conflict");
        var second = await organization.AddPersonAsync("Administrator");
        await second.Client.PostAsync(path).Expect(200);
        await second.Client.PostAsync($"/people/{second.Id}/deactivate").ExpectProblem(409, "conflict");
    }

    [Theory, EachDatabase]
    public async Task IsRepeatable(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        await organization.Admin.PostAsync($"/people/{person.Id}/deactivate").Expect(200);
        (await organization.Admin.PostAsync($"/people/{person.Id}/deactivate").Expect(200))["status"].ShouldBe("deactivated");
        (await organization.Admin.GetAsync($"/audit?targetId={person.Id}&action=person.deactivated").Expect(200)).Items.ShouldHaveSingleItem();
    }

    [Theory, EachDatabase]
    public async Task NeedsItsPermission(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var member = await organization.AddPersonAsync();
        (await member.Client.PostAsync($"/people/{organization.AdministratorId}/deactivate").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("people:write");
    }
}
