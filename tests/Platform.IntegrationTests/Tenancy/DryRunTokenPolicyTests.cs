namespace Platform.IntegrationTests.Tenancy;

public sealed class DryRunTokenPolicyTests(Hosts hosts) : IClassFixture<Hosts>
{
    private const string Path = "/organization/token-policy/dry-run";

    [Theory, EachDatabase]
    public async Task SaysWhichTokensWouldBreakAndWhyAndChangesNothing(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { maxActiveUserTokens = 2 } }).Expect(200);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var first = await person.Client.PostAsync("/me/token", new { name = "First" }).Expect(201);
        organization.Host.Clock.Advance(TimeSpan.FromMilliseconds(5));
        await person.Client.PostAsync("/me/token", new { name = "Second" }).Expect(201);
        var forever = await organization.IssueTokenAsync("people:read");
        var brief = await organization.IssueTokenAsync(["people:read"], organization.Host.Now.AddDays(5));
        var dead = await organization.IssueTokenAsync("people:read");
        await organization.Admin.DeleteAsync($"/tokens/{dead.Id}").Expect(200);
        var before = (await organization.Admin.GetAsync("/tokens?sort=createdAt").Expect(200)).Body;

        (await BreaksAsync(organization, new { })).ShouldBeEmpty();
        var lives = await organization.Admin.PostAsync(Path, new { serviceTokenMaxLifetimeDays = 30 }).Expect(200);
        var broken = lives.Json["breaks"]!.AsArray().ShouldHaveSingleItem()!;
        (broken.Text("token.id"), broken.Text("token.name"), broken.Text("token.owner.kind"), broken.Text("token.owner.id"))
            .ShouldBe((forever.Id.ToString(), forever.Name, "serviceAccount", forever.OwnerId.ToString()));
        broken.Texts("reasons").ShouldHaveSingleItem().ShouldContain("never expires");
        lives["total"].ShouldBe("1");
        lives.Json.Texts("warnings").ShouldNotBeEmpty();

        (await BreaksAsync(organization, new { serviceTokenMaxLifetimeDays = 3 })).ShouldBe([forever.Id, brief.Id], ignoreOrder: true);
        (await BreaksAsync(organization, new { allowNonExpiring = false })).ShouldBe([forever.Id]);
        (await BreaksAsync(organization, new { userTokenLifetimeDays = 300 })).Count.ShouldBe(2);
        (await BreaksAsync(organization, new { maxActiveUserTokens = 1 })).ShouldBe([first.Id]);
        (await BreaksAsync(organization, new { idleRevocationDays = 1 })).ShouldBeEmpty();
        await organization.With(forever.Secret).GetAsync("/me").Expect(200);
        await Eventually.Until(() => organization.Admin.GetAsync($"/tokens/{forever.Id}").Expect(200), answer => answer["useCount"] == "1");
        await organization.Host.UsesWrittenAsync();
        var addresses = await organization.Admin.PostAsync(Path, new { allowedAddresses = new[] { "192.0.2.0/24" } }).Expect(200);
        addresses.Json["breaks"]!.AsArray().ShouldHaveSingleItem()!.Texts("reasons").ShouldHaveSingleItem().ShouldContain("127.0.0.1");
        addresses.Json.Texts("warnings").ShouldContain(warning => warning.Contains("Your own address"));

        organization.Host.Clock.Advance(TimeSpan.FromDays(2));
        await organization.SignInAdministratorAsync();
        (await BreaksAsync(organization, new { idleRevocationDays = 1 })).Count.ShouldBe(4);
        var after = (await organization.Admin.GetAsync("/organization").Expect(200)).Json["tokenPolicy"]!;
        (after.Text("maxActiveUserTokens"), after.Text("allowNonExpiring")).ShouldBe(("2", "true"));
        (await organization.Admin.GetAsync("/tokens?sort=createdAt").Expect(200)).Items.Select(item => item.Text("version"))
            .ShouldBe(JsonNode.Parse(before)!["items"]!.AsArray().Select(item => item!.Text("version")));
    }

    [Theory, EachDatabase]
    public async Task RefusesWhatNoPolicyMayBe(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.Admin.PostAsync(Path, new { userTokenLifetimeDays = 366 }).ExpectInvalid("userTokenLifetimeDays");
        await organization.Admin.PostAsync(Path, new { allowedAddresses = new[] { "10.1.0.0/8" } }).ExpectInvalid("allowedAddresses");
        var manager = await organization.AddPersonAsync("Manager");
        (await manager.Client.PostAsync(Path, new { }).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("organization:write");
    }

    private static async Task<IReadOnlyList<Guid>> BreaksAsync(TestOrganization organization, object policy) =>
        [.. (await organization.Admin.PostAsync(Path, policy).Expect(200)).Json["breaks"]!.AsArray().Select(broken => Guid.Parse(broken!.Text("token.id")))];
}
