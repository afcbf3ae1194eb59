namespace Platform.IntegrationTests.Tenancy;

public sealed class ApplyTokenPolicyTests(Hosts hosts)
{
    private const string Path = "/organization/token-policy/apply-to-existing";

    [Theory, EachDatabase]
    public async Task BringsEndsForwardAndExtendsNone(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var now = organization.Host.Now;
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var personal = await person.Client.PostAsync("/me/token").Expect(201);
        var many = new List<TestToken>();
        for (var number = 0; number < 23; number++)
        {
            many.Add(await organization.IssueTokenAsync("people:read"));
        }

        var brief = await organization.IssueTokenAsync(["people:read"], now.AddDays(5));
        await organization.With(many[0].Secret).GetAsync("/me").Expect(200);
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { userTokenLifetimeDays = 60, serviceTokenMaxLifetimeDays = 30 } }).Expect(200);
        (await organization.Admin.GetAsync($"/tokens/{many[0].Id}").Expect(200)).Json["expiresAt"].ShouldBeNull();

        var applied = await organization.Admin.PostAsync(Path).Expect(200);
        applied["total"].ShouldBe("24");
        var capped = applied.Json["capped"]!.AsArray().Single(one => one!.Text("token.id") == personal.Id.ToString())!;
        capped.Time("before").ShouldBe(personal.Json.Time("expiresAt"));
        capped.Time("expiresAt").ShouldBe(now.AddDays(60));
        (await organization.With(many[0].Secret).GetAsync("/me").Expect(200)).Json.Time("credential.expiresAt").ShouldBe(now.AddDays(30));
        (await organization.Admin.GetAsync($"/tokens/{brief.Id}").Expect(200)).Json.Time("expiresAt").ShouldBe(now.AddDays(5));
        (await organization.Admin.GetAsync($"/audit?action=token.capped&targetId={many[0].Id}").Expect(200)).Items.ShouldHaveSingleItem()
            .Text("actor.id").ShouldBe(organization.AdministratorId.ToString());
        (await organization.Admin.PostAsync("/organization/token-policy/dry-run", new { }).Expect(200))["total"].ShouldBe("0");
        (await organization.Admin.PostAsync(Path).Expect(200))["total"].ShouldBe("0");
    }

    [Theory, EachDatabase]
    public async Task NeedsThePermission(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var manager = await organization.AddPersonAsync("Manager");
        (await manager.Client.PostAsync(Path).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("organization:write");
    }
}
