namespace Platform.IntegrationTests.Roles;

public sealed class PreviewRoleTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task NamesPeopleAndTokensThatGainOrLose(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var role = await UpdateRoleTests.CreateAsync(organization.Admin, "Worker", "people:*", "tokens:generate");
        var person = await UpdateRoleTests.MemberAsync(organization, role);
        var whole = await UpdateRoleTests.MemberAsync(organization, role);
        var narrow = await person.PostAsync("/me/token", new { name = "Narrow", scopes = new[] { "people:read" } }).Expect(201);
        var wide = await whole.PostAsync("/me/token").Expect(201);

        var preview = await PreviewAsync(organization, role, new { permissions = new[] { "people:read", "tokens:generate", "roles:read" } });
        (preview["peopleTotal"], preview["peopleLosing"], preview["peopleGaining"]).ShouldBe(("2", "2", "2"));
        (preview["tokensTotal"], preview["tokensLosing"]).ShouldBe(("1", "1"));
        foreach (var one in preview.Json["people"]!.AsArray())
        {
            one!.Text("name").ShouldBe("Pat Person");
            one!.Texts("gains").ShouldBe(["roles:read"]);
            one!.Texts("loses").ShouldBe(["people:write"]);
        }

        // The narrow token reads people before and after: nothing changes for it.
        var token = preview.Json["tokens"]!.AsArray().ShouldHaveSingleItem()!;
        (token.Text("id"), token.Text("name"), token.Text("display")).ShouldBe((wide["id"], wide["name"], wide["display"]));
        (token.Text("owner.kind"), token.Text("owner.id")).ShouldBe(("person", (await UpdateRoleTests.IdAsync(whole)).ToString()));
        token.Texts("loses").ShouldBe(["people:write"]);
        preview.Body.ShouldNotContain(narrow["id"]);
        preview.Body.ShouldNotContain(wide["secret"]);

        var none = await PreviewAsync(organization, role, new { permissions = Array.Empty<string>() });
        none.Json["tokens"]!.AsArray().Single(one => one!.Text("id") == narrow["id"])!.Texts("loses").ShouldBe(["people:read"]);
        none.Json["people"]![0]!.Texts("loses").ShouldBe(["people:read", "people:write", "tokens:generate"]);

        // Nothing was changed by looking.
        (await organization.Admin.GetAsync($"/roles/{role}").Expect(200))["version"].ShouldBe("1");
        await person.GetAsync("/people").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task WhatAnotherRoleGivesIsNeitherLostNorGained(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var role = await UpdateRoleTests.CreateAsync(organization.Admin, "One", "people:read", "urn:platform:tokens:4711:read");
        var other = await UpdateRoleTests.CreateAsync(organization.Admin, "Other", "*:read");
        await UpdateRoleTests.MemberAsync(organization, role, other);
        var alone = await UpdateRoleTests.IdAsync(await UpdateRoleTests.MemberAsync(organization, role));
        var preview = await PreviewAsync(organization, role, new { permissions = new[] { "roles:read" } });
        var person = preview.Json["people"]!.AsArray().ShouldHaveSingleItem()!;
        person.Text("id").ShouldBe(alone.ToString());
        person.Texts("loses").ShouldBe(["people:read", "urn:platform:tokens:4711:read"]);
        person.Texts("gains").ShouldBe(["roles:read"]);

        // A wildcard that gives way to all that it meant has lost nothing.
        await organization.Admin.PatchAsync($"/roles/{role}", new { permissions = new[] { "people:*" } }).Expect(200);
        (await PreviewAsync(organization, role, new { permissions = new[] { "people:read", "people:write" } }))["peopleTotal"].ShouldBe("0");
    }

    [Theory, EachDatabase]
    public async Task SaysWhatDeletingWithReassignmentWouldDo(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var role = await UpdateRoleTests.CreateAsync(organization.Admin, "Going", "people:read", "audit:read");
        await UpdateRoleTests.MemberAsync(organization, role);
        var target = await UpdateRoleTests.CreateAsync(organization.Admin, "Instead", "people:*");
        var preview = await PreviewAsync(organization, role, new { reassignTo = target });
        preview.Json["people"]![0]!.Texts("loses").ShouldBe(["audit:read"]);
        preview.Json["people"]![0]!.Texts("gains").ShouldBe(["people:write"]);
        await organization.Admin.PostAsync($"/roles/{role}/preview", new { reassignTo = role }).ExpectInvalid("reassignTo");
        await organization.Admin.PostAsync($"/roles/{role}/preview", new { reassignTo = Guid.CreateVersion7() }).ExpectInvalid("reassignTo");
    }

    [Theory, EachDatabase]
    public async Task NamesNobodyToWhomMayNotSeeThem(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var role = await UpdateRoleTests.CreateAsync(organization.Admin, "Worker", "roles:read", "tokens:generate");
        await (await UpdateRoleTests.MemberAsync(organization, role)).PostAsync("/me/token").Expect(201);
        var writer = await organization.AddPersonHoldingAsync("roles:*");
        var preview = await writer.Client.PostAsync($"/roles/{role}/preview", new { permissions = Array.Empty<string>() }).Expect(200);
        (preview["peopleTotal"], preview["tokensTotal"]).ShouldBe(("1", "1"));
        preview.Json["people"]!.AsArray().ShouldBeEmpty();
        preview.Json["tokens"]!.AsArray().ShouldBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task ListsAreCutAndCountsAreNot(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var role = await UpdateRoleTests.CreateAsync(organization.Admin, "Crowd", "people:read");
        for (var number = 0; number < 105; number++)
        {
            await organization.Admin.PostAsync("/people", new { name = $"Person {number:000}", email = TestOrganization.NewEmail(), roleIds = new[] { role } }).Expect(201);
        }

        var preview = await PreviewAsync(organization, role, new { permissions = Array.Empty<string>() });
        preview["peopleTotal"].ShouldBe("105");
        preview.Json["people"]!.AsArray().Count.ShouldBe(100);
        preview.Json["people"]![0]!.Text("name").ShouldBe("Person 000");
    }

    [Theory, EachDatabase]
    public async Task BadCallsAreRefused(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var role = await UpdateRoleTests.CreateAsync(organization.Admin, "Worker", "people:read");
        (await organization.Admin.PostAsync($"/roles/{role}/preview", new { permissions = new[] { "peple:read" } }).ExpectInvalid("permissions")).ShouldContain("'people:read'");
        await organization.Admin.PostAsync($"/roles/{role}/preview", new { }).ExpectInvalid("permissions");
        await organization.Admin.PostAsync($"/roles/{await organization.RoleAsync("Member")}/preview", new { permissions = Array.Empty<string>() }).ExpectProblem(409, "conflict");
        await organization.Admin.PostAsync($"/roles/{Guid.CreateVersion7()}/preview", new { permissions = Array.Empty<string>() }).ExpectProblem(404, "not-found");
    }

    private static Task<Answer> PreviewAsync(TestOrganization organization, Guid role, object body) =>
        organization.Admin.PostAsync($"/roles/{role}/preview", body).Expect(200);
}
