namespace Platform.IntegrationTests.Tokens;

public sealed class GetMyTokenPolicyTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task SaysWhatIsInForce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { userTokenLifetimeDays = 90, maxActiveUserTokens = 3, maxOverlapHours = 5 } }).Expect(200);
        var policy = await person.Client.GetAsync("/me/token/policy").Expect(200);
        (policy["lifetimeDays"], policy["maxActive"], policy["maxOverlapHours"]).ShouldBe(("90", "3", "5"));
        var stranger = await hosts.OrganizationOnAsync(database);
        (await stranger.Admin.GetAsync("/me/token/policy").Expect(200))["maxActive"].ShouldBe("1");
    }
}
