namespace Platform.IntegrationTests.Tenancy;

/// <summary>What <c>Organization-ID</c> may hold, and that nothing of another organization is ever seen.</summary>
public sealed class OrganizationHeaderTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task NamesTheOrganizationByIdOrSlugInAnyCase(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        string[] names = [organization.Id.ToString(), organization.Id.ToString().ToUpperInvariant(), organization.Slug, organization.Slug.ToUpperInvariant()];
        foreach (var name in names)
        {
            (await organization.Admin.In(name).GetAsync("/me").Expect(200))["organization.id"].ShouldBe(organization.Id.ToString());
            (await organization.Admin.In(name).GetAsync("/organization").Expect(200))["slug"].ShouldBe(organization.Slug);
        }
    }

    [Theory, EachDatabase]
    public async Task IsRequired(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        foreach (var caller in (ApiClient[])[organization.Admin, organization.With(token.Secret)])
        {
            await caller.In(null).GetAsync("/people").ExpectProblem(400, "organization-required");
            await caller.In("").GetAsync("/people").ExpectProblem(400, "organization-required");
            await caller.In(null).GetAsync("/me").ExpectProblem(400, "organization-required");
        }
    }

    [Theory, EachDatabase]
    public async Task DoubledHeaderIsMalformed(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var header = $"Organization-ID: {organization.Slug}";
        var (status, rest) = await RawRequest.SendAsync(
            organization.Host.Address, "GET /api/v1/people HTTP/1.1", $"Authorization: Bearer {organization.Admin.Credential}", header, header);
        status.ShouldBe(400);
        rest.ShouldContain("\"code\":\"malformed-request\"");
    }

    [Theory, EachDatabase]
    public async Task MalformedNameIsMalformed(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        foreach (var name in (string[])["two words", "a/b", "ümlaut", "'; DROP TABLE", new string('a', 200), $"{organization.Slug},{organization.Slug}"])
        {
            await organization.Admin.In(name).GetAsync("/people").ExpectProblem(400, "malformed-request");
        }
    }

    [Theory, EachDatabase]
    public async Task AnotherOrganizationCannotBeToldFromNone(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        var token = await organization.IssueTokenAsync("people:read");
        foreach (var caller in (ApiClient[])[organization.Admin, organization.With(token.Secret)])
        {
            var bodies = new HashSet<string>();
            foreach (var name in (object[])[other.Id, other.Slug, Guid.CreateVersion7(), "no-such-organization"])
            {
                var refused = await caller.In(name).GetAsync("/people").ExpectProblem(403, "organization-mismatch");
                var body = refused.Json.AsObject();
                body.Remove("traceId");
                bodies.Add(body.ToJsonString());
            }

            bodies.Count.ShouldBe(1);
        }
    }

    [Theory, EachDatabase]
    public async Task RowsOfAnotherOrganizationAreNotFound(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        var theirs = await other.IssueTokenAsync("people:read");
        var person = $"/people/{other.AdministratorId}";
        var token = $"/tokens/{theirs.Id}";
        var admin = organization.Admin;

        await admin.GetAsync(person).ExpectProblem(404, "not-found");
        await admin.PatchAsync(person, new { name = "Mine now" }).ExpectProblem(404, "not-found");
        await admin.PostAsync($"{person}/deactivate").ExpectProblem(404, "not-found");
        await admin.PostAsync($"{person}/reactivate").ExpectProblem(404, "not-found");
        await admin.PostAsync($"{person}/invite").ExpectProblem(404, "not-found");
        await admin.PutAsync($"{person}/roles", new { roleIds = Array.Empty<Guid>() }).ExpectProblem(404, "not-found");
        await admin.GetAsync($"/roles/{await other.RoleAsync("Member")}").ExpectProblem(404, "not-found");
        await admin.GetAsync(token).ExpectProblem(404, "not-found");
        await admin.PostAsync($"{token}/revoke").ExpectProblem(404, "not-found");
        await admin.DeleteAsync(token).ExpectProblem(404, "not-found");

        // A body that names a row of another organization is no better.
        await admin.PutAsync($"/people/{organization.AdministratorId}/roles", new { roleIds = new[] { await other.RoleAsync("Administrator") } })
            .ExpectInvalid("roleIds");
        await admin.PostAsync("/tokens", new { serviceAccountId = theirs.OwnerId, name = "Mine", expiresAt = (string?)null, scopes = new[] { "people:read" } })
            .ExpectInvalid("serviceAccountId");

        (await other.Admin.GetAsync(token).Expect(200))["status"].ShouldBe("active");
        (await other.Admin.GetAsync(person).Expect(200))["status"].ShouldBe("active");
    }

    [Theory, EachDatabase]
    public async Task ListsShowTheirOwnOrganizationOnly(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        await other.IssueTokenAsync("people:read");
        await other.AddPersonAsync();
        var mine = await organization.IssueTokenAsync("people:read");
        var admin = organization.Admin;

        (await admin.GetAsync("/people").Expect(200)).Items.Select(item => item.Text("id")).ShouldBe([organization.AdministratorId.ToString()]);
        (await admin.GetAsync("/tokens").Expect(200)).Items.Select(item => item.Text("id")).ShouldBe([mine.Id.ToString()]);
        (await admin.GetAsync("/service-accounts").Expect(200)).Items.Select(item => item.Text("id")).ShouldBe([mine.OwnerId.ToString()]);
        (await admin.GetAsync("/roles").Expect(200)).Items.Count.ShouldBe(4);
        (await admin.GetAsync($"/people?roleId={await other.RoleAsync("Administrator")}").Expect(200)).Items.ShouldBeEmpty();
        (await admin.GetAsync($"/tokens?ownerId={other.AdministratorId}").Expect(200)).Items.ShouldBeEmpty();
        var targets = (await admin.GetAsync("/audit?limit=200").Expect(200)).Items.Select(item => item.Text("target.id")).ToList();
        targets.ShouldContain(organization.AdministratorId.ToString());
        targets.ShouldNotContain(other.AdministratorId.ToString());
    }
}
