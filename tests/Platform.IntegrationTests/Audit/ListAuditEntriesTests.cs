namespace Platform.IntegrationTests.Audit;

public sealed class ListAuditEntriesTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task SaysWhoChangedWhatFromWhere(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync(name: "Nan Named");
        await organization.Admin.WithHeader("User-Agent", "tests/1.0").PatchAsync($"/people/{person.Id}", new { title = "Captain" }).Expect(200);

        var entry = (await organization.Admin.GetAsync($"/audit?targetId={person.Id}&action=person.changed").Expect(200)).Items.ShouldHaveSingleItem();
        entry.Text("actor.kind").ShouldBe("person");
        entry.Text("actor.id").ShouldBe(organization.AdministratorId.ToString());
        entry.At("actor.tokenId").ShouldBeNull();
        entry.Text("target.name").ShouldBe("Nan Named");
        entry.At("changes.title.before").ShouldBeNull();
        entry.Text("changes.title.after").ShouldBe("Captain");
        entry["changes"]!.AsObject().Select(change => change.Key).ShouldBe(["title"]);
        entry.Text("address").ShouldBe("127.0.0.1");
        entry.Text("userAgent").ShouldBe("tests/1.0");
    }

    [Theory, EachDatabase]
    public async Task NamesTheTokenThatWasUsed(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read", "people:write");
        var made = await organization.With(token.Secret).PostAsync("/people", new { name = "By Token", email = TestOrganization.NewEmail() }).Expect(201);

        var entry = (await organization.Admin.GetAsync($"/audit?targetId={made.Id}").Expect(200)).Items.ShouldHaveSingleItem();
        entry.Text("actor.kind").ShouldBe("serviceAccount");
        entry.Text("actor.id").ShouldBe(token.OwnerId.ToString());
        entry.Text("actor.tokenId").ShouldBe(token.Id.ToString());
    }

    [Theory, EachDatabase]
    public async Task NamesThePersonAndTheTokenThatThePersonUsed(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("Administrator", apiAccess: true, name: "Tess Token");
        var token = await person.Client.PostAsync("/me/token", new { name = "Mine" }).Expect(201);
        var made = await organization.With(token["secret"]).PostAsync("/people", new { name = "By Token", email = TestOrganization.NewEmail() }).Expect(201);

        var entry = (await organization.Admin.GetAsync($"/audit?targetId={made.Id}").Expect(200)).Items.ShouldHaveSingleItem();
        (entry.Text("actor.kind"), entry.Text("actor.id"), entry.Text("actor.name")).ShouldBe(("person", $"{person.Id}", "Tess Token"));
        entry.Text("actor.tokenId").ShouldBe(token["id"]);
    }

    /// <summary>Signing in and failing to, taking a list away, a rule that is changed: each is there to be found.</summary>
    [Theory, EachDatabase]
    public async Task SecurityEventsHaveTheirEntries(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        await organization.Host.SignInAsync(person.Email, "not the password").ExpectProblem(401, "unauthenticated");
        await using var tables = await organization.Host.OpenTablesAsync();
        Convert.ToInt32(
            await tables.ScalarAsync($"SELECT COUNT(*) FROM audit_entry WHERE action = 'sign-in.failed' AND target_name = '{person.Email}' AND {tables.Is("organization_id", Guid.Empty)}"),
            System.Globalization.CultureInfo.InvariantCulture).ShouldBe(1, "in the instance's own log, where unknown addresses are too");
        var client = await organization.SignInAsync(person.Email);
        await client.PostAsync("/auth/sign-out").Expect(204);
        await organization.Admin.GetAsync("/people/export").Expect(200);
        await organization.Admin.PatchAsync("/organization", new { timeZone = "Europe/Berlin" }).Expect(200);
        var entries = (await organization.Admin.GetAsync("/audit?limit=200").Expect(200)).Items;
        entries.First(entry => entry.Text("action") == "session.ended").Text("changes.endReason.after").ShouldBe("signed-out");
        entries.ShouldContain(entry => entry.Text("action") == "people.exported" && entry.Text("actor.id") == organization.AdministratorId.ToString());
        entries.First(entry => entry.Text("action") == "organization.changed").Text("changes.timeZone.before").ShouldBe("UTC");
    }

    [Theory, EachDatabase]
    public async Task NeverHoldsASecretOrAHash(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var generated = await person.Client.PostAsync("/me/token").Expect(201);
        var token = await organization.IssueTokenAsync("people:read");
        await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke", new { reason = "tested" }).Expect(200);

        var log = (await organization.Admin.GetAsync("/audit?limit=200").Expect(200)).Body;
        foreach (var secret in (string[])[generated["secret"], token.Secret, person.RefreshToken, TestOrganization.Password])
        {
            log.ShouldNotContain(secret);
        }

        log.ShouldContain("token.revoked");
        log.ShouldNotContain("passwordHash", Case.Insensitive);
        log.ShouldNotContain("\"hash\":{", Case.Insensitive);
    }

    [Theory, EachDatabase]
    public async Task AnOrganizationSeesItsOwnAlone(Database database)
    {
        var host = await hosts.OnAsync(database);
        var (one, other) = (await host.CreateOrganizationAsync("One and only"), await host.CreateOrganizationAsync("Another"));
        (await one.Admin.GetAsync("/audit?limit=200").Expect(200)).Body.ShouldNotContain(other.AdministratorId.ToString());
        var member = await one.AddPersonAsync();
        await member.Client.GetAsync("/audit").ExpectProblem(403, "permission-denied");
    }

    [Theory, EachDatabase]
    public async Task FiltersAndPages(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        for (var number = 0; number < 5; number++)
        {
            await organization.Admin.PostAsync("/people", new { name = $"Person {number}", email = TestOrganization.NewEmail() }).Expect(201);
        }

        var whole = (await organization.Admin.GetAsync("/audit?limit=200").Expect(200)).Items.Select(item => item.Text("sequence")).ToList();
        whole.ShouldBe(Enumerable.Range(1, whole.Count).Reverse().Select(number => $"{number}"));
        (await Paging.ReadAllAsync(organization.Admin, "/audit?limit=3")).Select(item => item.Text("sequence")).ShouldBe(whole);
        (await organization.Admin.GetAsync($"/audit?actorId={organization.AdministratorId}&action=person.created").Expect(200)).Items.Count.ShouldBe(5);
        (await organization.Admin.GetAsync("/audit?to=2000-01-01T00:00:00Z").Expect(200)).Items.ShouldBeEmpty();
        await organization.Admin.GetAsync("/audit?from=yesterday").ExpectInvalid("from");
        await organization.Admin.GetAsync("/audit?actorId=me").ExpectInvalid("actorId");
    }

    [Theory, EachDatabase]
    public async Task EachUseCaseLeavesItsWord(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        await person.Client.PostAsync("/me/token").Expect(201);
        await person.Client.PostAsync("/me/token/regenerate").Expect(201);
        await organization.Admin.PostAsync("/roles", new { name = "Clerk", permissions = new[] { "people:read" } }).Expect(201);
        await organization.Admin.PutAsync($"/people/{person.Id}/roles", new { roleIds = new[] { await organization.RoleAsync("Member") } }).Expect(200);
        await organization.IssueTokenAsync("people:read");
        await organization.Admin.PatchAsync("/organization", new { name = "Renamed" }).Expect(200);
        await organization.Admin.PostAsync($"/people/{person.Id}/deactivate").Expect(200);
        await organization.Admin.PostAsync($"/people/{person.Id}/reactivate").Expect(200);
        var actions = (await organization.Admin.GetAsync("/audit?limit=200").Expect(200)).Items.Select(entry => entry.Text("action")).ToHashSet();
        foreach (var action in (string[])
            [
                "organization.created", "organization.changed", "person.created", "person.activated", "person.deactivated", "person.reactivated",
                "invitation.created", "invitation.accepted", "session.started", "session.ended", "role.created", "role-assignment.created",
                "role-assignment.deleted", "service-account.created", "token.created", "token.revoked",
            ])
        {
            actions.ShouldContain(action);
        }
    }

    [Theory, EachDatabase]
    public async Task IsOneChainWithoutGaps(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => organization.CreateServiceAccountAsync("people:read")));
        var entries = await Paging.ReadAllAsync(organization.Admin, "/audit?sort=sequence&limit=7");
        entries.Count.ShouldBeGreaterThan(14);
        entries.Select(entry => (int)entry["sequence"]!).ShouldBe(Enumerable.Range(1, entries.Count));
        for (var at = 1; at < entries.Count; at++)
        {
            entries[at].Text("previousHash").ShouldBe(entries[at - 1].Text("hash"));
        }
    }
}
