namespace Platform.IntegrationTests.Tokens;

public sealed class GetMeTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task TellsAPersonsTokenWhoItIs(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true, name: "Zoë „Zed“ Ünal");
        var generated = await person.Client.PostAsync("/me/token").Expect(201);
        var me = await organization.With(generated["secret"]).GetAsync("/me").Expect(200);
        me["organization.id"].ShouldBe(organization.Id.ToString());
        me["organization.slug"].ShouldBe(organization.Slug);
        me["organization.name"].ShouldBe(organization.Name);
        me["subject.kind"].ShouldBe("person");
        me["subject.id"].ShouldBe(person.Id.ToString());
        me["subject.name"].ShouldBe(person.Name);
        me["subject.email"].ShouldBe(person.Email);
        me["credential.kind"].ShouldBe("apiToken");
        me["credential.id"].ShouldBe(generated["id"]);
        me["credential.display"].ShouldBe(generated["display"]);
        me.Json.Time("credential.expiresAt").ShouldBe(generated.Json.Time("expiresAt"));
        me.Json.Texts("permissions").ShouldBe(["*:read", "notifications:write", "tokens:generate"], ignoreOrder: true);
        me.ContentHeaders.ContentLength.ShouldNotBeNull();
    }

    [Theory, EachDatabase]
    public async Task ATokenCanDoWhatItsScopesAndItsOwnerShare(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var serviceAccountId = await organization.CreateServiceAccountAsync("people:*", "tokens:read");
        var issued = await organization.Admin.PostAsync(
            "/tokens", new { serviceAccountId, name = "Shared", expiresAt = (string?)null, scopes = new[] { "*:read", "roles:write" } }).Expect(201);
        var caller = organization.With(issued["secret"]);
        var me = await caller.GetAsync("/me").Expect(200);
        me["subject.kind"].ShouldBe("serviceAccount");
        me.Json["credential"]!["expiresAt"].ShouldBeNull();
        me.Json.Texts("permissions").ShouldBe(["people:read", "tokens:read"]);
        await caller.GetAsync("/people").Expect(200);
        (await caller.GetAsync("/roles").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("roles:read");
        (await caller.PostAsync("/people", new { name = "A", email = "a@people.example" }).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("people:write");
    }
}
