namespace Platform.IntegrationTests.Roles;

/// <summary>A catalogue of 2,000 permissions and 500 roles: everything answers, in pages or within bounds.</summary>
public sealed class CatalogueSizeTests(Hosts hosts) : IClassFixture<Hosts>
{
    private const int MiB = 1024 * 1024;

    [Theory, EachDatabase]
    public async Task StaysUsable(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var op = await organization.Host.OperatorAsync();
        var actions = Enumerable.Range(0, 20).Select(number => $"act-{number}").ToArray();
        for (var application = 0; application < 10; application++)
        {
            var resources = Enumerable.Range(0, 10).Select(number => new { name = $"res-{application}-{number}", actions, description = $"Things of kind {number}" });
            await op.PostAsync("/instance/applications", new { name = $"Large {application}", resources }).Expect(201);
        }

        var all = await organization.Admin.GetAsync("/permissions").Expect(200);
        var names = all.Json.AsArray().Select(one => one!.Text("name")).ToList();
        names.Count.ShouldBeGreaterThan(2000);
        all.Body.Length.ShouldBeLessThan(MiB);
        (await organization.Admin.GetAsync("/permissions?q=res-7-3:act-1").Expect(200)).Json.AsArray().Count.ShouldBe(11);

        var apps = names.Where(name => name.StartsWith("res-")).ToList();
        for (var number = 0; number < 500; number++)
        {
            await organization.Admin.PostAsync("/roles", new { name = $"Role {number:000}", permissions = apps.Skip(number * 4 % 2000).Take(4) }).Expect(201);
        }

        var roles = await Paging.ReadAllAsync(organization.Admin, "/roles?limit=200");
        roles.Count.ShouldBe(504);
        (await organization.Admin.GetAsync("/roles?q=role 49").Expect(200)).Items.Count.ShouldBe(10);

        // One role of everything there is, by name; its holder, the holder's token, and the preview of taking half of it away.
        var whole = await UpdateRoleTests.CreateAsync(organization.Admin, "Everything by name", [.. apps, "tokens:generate"]);
        var joined = await organization.AddPersonAsync(apiAccess: true);
        await organization.Admin.PutAsync($"/people/{joined.Id}/roles", new { roleIds = (Guid[])[whole, .. roles.Where(role => role.Text("builtIn") == "false").Take(50).Select(role => Guid.Parse(role.Text("id")))] }).Expect(200);
        var person = await organization.SignInAsync(joined.Email);
        (await person.GetAsync("/me").Expect(200)).Json.Texts("permissions").Count.ShouldBeGreaterThan(2000);
        var token = (await person.PostAsync("/me/token").Expect(201))["secret"];
        (await organization.With(token).GetAsync("/me").Expect(200)).Json.Texts("permissions").Count.ShouldBeGreaterThan(2000);
        var preview = await organization.Admin.PostAsync($"/roles/{whole}/preview", new { permissions = apps.Take(1000).Append("tokens:generate") }).Expect(200);
        preview["people.0.losesTotal"].ShouldNotBe("0");
        preview.Json["people"]![0]!.Texts("loses").Count.ShouldBeLessThanOrEqualTo(50);
        preview.Body.Length.ShouldBeLessThan(MiB);
        await organization.Admin.PatchAsync($"/roles/{whole}", new { permissions = new[] { "people:read" } }).Expect(200);
        (await organization.Admin.PatchAsync($"/roles/{whole}", new { permissions = new[] { "res-9-9:akt-19" } }).ExpectInvalid("permissions")).ShouldContain("'res-9-9:act-19'");

        // Half of an application goes: every role that named it has lost it.
        var large = (await op.GetAsync("/instance/applications?limit=1").Expect(200)).Items[0];
        var kept = large["resources"]!.AsArray().Take(5).Select(one => new { name = one!.Text("name"), actions = one!.Texts("actions") }).ToList();
        var removal = await op.PostAsync($"/instance/applications/{large.Text("id")}/preview", new { resources = kept }).Expect(200);
        removal.Json.Texts("removes").Count.ShouldBe(100);
        removal["rolesTotal"].ShouldBe("25");
        await op.PatchAsync($"/instance/applications/{large.Text("id")}", new { resources = kept }).Expect(200);
        (await organization.Admin.GetAsync("/audit?action=role.permissions-removed&limit=200").Expect(200)).Items.Count.ShouldBe(25);
    }
}
