namespace Platform.IntegrationTests.Tenancy;

public sealed class UpdateOrganizationTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ChangesWhatIsGivenAndClearsWhatIsNull(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var changed = await organization.Admin.PatchAsync("/organization", new { timeZone = "Europe/Berlin", contactEmail = "desk@people.example" }).Expect(200);
        changed["name"].ShouldBe(organization.Name);
        changed["timeZone"].ShouldBe("Europe/Berlin");
        changed["version"].ShouldBe("2");

        var cleared = await organization.Admin.PatchAsync("/organization", new { name = "Renamed", contactEmail = (string?)null }).Expect(200);
        cleared["name"].ShouldBe("Renamed");
        cleared.Json["contactEmail"].ShouldBeNull();
        (await organization.Admin.GetAsync("/me").Expect(200))["organization.name"].ShouldBe("Renamed");
    }

    [Theory, EachDatabase]
    public async Task AStaleVersionIsRefused(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        await admin.WithHeader("If-Match", "\"1\"").PatchAsync("/organization", new { name = "First" }).Expect(200);
        await admin.WithHeader("If-Match", "\"1\"").PatchAsync("/organization", new { name = "Second" }).ExpectProblem(412, "stale-version");
        (await admin.GetAsync("/organization").Expect(200))["name"].ShouldBe("First");
    }

    [Theory, EachDatabase]
    public async Task InvalidFieldsAreNamed(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        await admin.PatchAsync("/organization", new { name = "" }).ExpectInvalid("name");
        await admin.PatchAsync("/organization", new { timeZone = "Mars/Olympus" }).ExpectInvalid("timeZone");
        await admin.PatchAsync("/organization", new { contactEmail = "nobody" }).ExpectInvalid("contactEmail");
    }

    [Theory, EachDatabase]
    public async Task ThePolicyForTokensIsKeptAndChangedFieldByField(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var changed = await organization.Admin.PatchAsync("/organization", new
        {
            tokenPolicy = new
            {
                userTokenLifetimeDays = 90,
                maxActiveUserTokens = 2,
                serviceTokenMaxLifetimeDays = 200,
                allowNonExpiring = false,
                idleRevocationDays = 60,
                reminderDays = new[] { 14, 3 },
                maxOverlapHours = 12,
                allowedAddresses = new[] { "127.0.0.1", "10.0.0.0/8" },
                defaultRateLimitPerMinute = 600,
            },
        }).Expect(200);
        changed.Json["tokenPolicy"]!["allowedAddresses"]!.AsArray().Select(range => (string)range!).ShouldBe(["127.0.0.1/32", "10.0.0.0/8"]);
        changed.Json["tokenPolicy"]!["reminderDays"]!.AsArray().Select(day => (int)day!).ShouldBe([14, 3]);
        var cleared = await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { idleRevocationDays = (int?)null, maxOverlapHours = 0 } }).Expect(200);
        cleared.Json["tokenPolicy"]!["idleRevocationDays"].ShouldBeNull();
        (cleared["tokenPolicy.maxOverlapHours"], cleared["tokenPolicy.userTokenLifetimeDays"], cleared["tokenPolicy.defaultRateLimitPerMinute"]).ShouldBe(("0", "90", "600"));
        var entry = (await organization.Admin.GetAsync($"/audit?targetId={organization.Id}").Expect(200)).Items[1];
        entry["changes"]!["reminderDays"]!["after"]!.AsArray().Select(day => (int)day!).ShouldBe([14, 3]);
    }

    [Theory, EachDatabase]
    public async Task ThePolicyBindsNewTokens(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var account = await organization.CreateServiceAccountAsync("people:read");
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        await organization.Admin.PatchAsync(
            "/organization", new { tokenPolicy = new { userTokenLifetimeDays = 10, serviceTokenMaxLifetimeDays = 20, allowNonExpiring = false } }).Expect(200);
        Task<Answer> Issue(DateTime? expiresAt) => organization.Admin.PostAsync("/tokens", new { serviceAccountId = account, name = "New", expiresAt, scopes = new[] { "people:read" } });
        (await Issue(null)).ExpectInvalid("expiresAt");
        (await Issue(organization.Host.Now.AddDays(20).AddMilliseconds(1))).ExpectInvalid("expiresAt");
        (await Issue(organization.Host.Now.AddDays(20))).Expect(201);
        var mine = await person.Client.PostAsync("/me/token").Expect(201);
        mine.Json.Time("expiresAt").ShouldBe(organization.Host.Now.AddDays(10));
    }

    [Theory, EachDatabase]
    public async Task ThePolicysAddressesHoldForEveryTokenAtOnceAndForNoSession(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        await organization.With(token.Secret).GetAsync("/people").Expect(200);
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { allowedAddresses = new[] { "192.0.2.0/24" } } }).Expect(200);
        await organization.With(token.Secret).GetAsync("/people").ExpectProblem(403, "address-not-allowed");
        await organization.Admin.GetAsync("/people").Expect(200);

        // Both lists must admit the caller.
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { allowedAddresses = new[] { "127.0.0.0/8" } } }).Expect(200);
        await organization.With(token.Secret).GetAsync("/people").Expect(200);
        await organization.Admin.PatchAsync($"/tokens/{token.Id}", new { allowedAddresses = new[] { "192.0.2.0/24" } }).Expect(200);
        await organization.With(token.Secret).GetAsync("/people").ExpectProblem(403, "address-not-allowed");
    }

    [Theory, EachDatabase]
    public async Task ARuleOutOfBoundsIsNamedAndChangesNothing(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        foreach (var (field, value) in ((string, object)[])[
            ("userTokenLifetimeDays", 366), ("userTokenLifetimeDays", 0), ("maxActiveUserTokens", 0), ("maxActiveUserTokens", 21), ("serviceTokenMaxLifetimeDays", 0),
            ("idleRevocationDays", 0), ("reminderDays", new[] { 0 }), ("reminderDays", new[] { 7, 7 }), ("maxOverlapHours", 169), ("maxOverlapHours", -1),
            ("allowedAddresses", new[] { "10.1.0.0/8" }), ("defaultRateLimitPerMinute", 0)])
        {
            var policy = new Dictionary<string, object> { [field] = value, ["allowNonExpiring"] = false };
            var refused = await admin.PatchAsync("/organization", new { name = "Never", tokenPolicy = policy }).ExpectProblem(422, "validation-failed");
            refused.Json["errors"]!.AsObject().Select(error => error.Key).ShouldHaveSingleItem().ShouldEndWith(field);
        }

        var read = await admin.GetAsync("/organization").Expect(200);
        (read["version"], read["tokenPolicy.allowNonExpiring"]).ShouldBe(("1", "true"));
    }

    [Theory, EachDatabase]
    public async Task NeedsItsPermission(Database database)
    {
        var member = await (await hosts.OrganizationOnAsync(database)).AddPersonAsync("Manager");
        (await member.Client.PatchAsync("/organization", new { name = "Mine" }).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("organization:write");
    }
}
