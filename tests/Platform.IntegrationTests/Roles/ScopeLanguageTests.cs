namespace Platform.IntegrationTests.Roles;

/// <summary>One language wherever permissions are named: in roles, tokens, service accounts and verification.</summary>
public sealed class ScopeLanguageTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task AnItemIsKeptShownAndVerifiedExactly(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var application = await TestApplication.RegisterAsync(organization.Host, "read", "write");
        var (all, item, other) = (application.May("read"), application.MayWith("4711", "read"), application.MayWith("4712", "read"));
        var holder = await organization.IssueTokenAsync(item);
        var wide = await organization.IssueTokenAsync($"urn:platform:{application.Resource}:*:read");
        (await organization.Admin.GetAsync($"/tokens/{holder.Id}").Expect(200)).Json.Texts("scopes").ShouldBe([item]);
        (await organization.Admin.GetAsync($"/service-accounts/{holder.OwnerId}").Expect(200)).Json.Texts("permissions").ShouldBe([item]);
        (await organization.With(holder.Secret).GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBe([item]);
        (await organization.With(wide.Secret).GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBe([all]);

        foreach (var (scope, ofHolder, ofWide) in new[]
        {
            (item, "valid", "valid"),
            (other, "insufficient-scope", "valid"),
            (all, "insufficient-scope", "valid"),
            ($"urn:platform:{application.Resource}:*:read", "insufficient-scope", "valid"),
            (application.MayWith("4711", "write"), "insufficient-scope", "insufficient-scope"),
            (application.MayWith("4711", "*"), "insufficient-scope", "insufficient-scope"),
        })
        {
            (await application.VerdictAsync(holder.Secret, scope)).ShouldBe(ofHolder, scope);
            (await application.VerdictAsync(wide.Secret, scope)).ShouldBe(ofWide, scope);
        }

        // A role holds an item as well, and gives a person's token just that.
        var role = await UpdateRoleTests.CreateAsync(organization.Admin, "One ticket", item, "tokens:generate");
        (await organization.Admin.GetAsync($"/roles/{role}").Expect(200)).Json.Texts("permissions").ShouldBe([item, "tokens:generate"], ignoreOrder: true);
        var person = await UpdateRoleTests.MemberAsync(organization, role);
        var own = (await person.PostAsync("/me/token", new { scopes = new[] { item } }).Expect(201))["secret"];
        (await application.VerdictAsync(own, item)).ShouldBe("valid");
        (await application.VerdictAsync(own, all)).ShouldBe("insufficient-scope");
        await person.PostAsync("/me/token/regenerate").Expect(201);

        // One item of people opens no list of them.
        var one = await organization.IssueTokenAsync("urn:platform:people:4711:read");
        (await organization.With(one.Secret).GetAsync("/people").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("people:read");
    }

    [Theory, EachDatabase]
    public async Task AnUnknownNameIsRefusedWithTheNearestWhereverOneIsGiven(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var application = await TestApplication.RegisterAsync(organization.Host, "read");
        var token = await organization.IssueTokenAsync("people:read");
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var misspelt = $"{application.Resource}:raed";
        var role = await UpdateRoleTests.CreateAsync(organization.Admin, "Clerk", "people:read");
        foreach (var (answer, field) in new[]
        {
            (organization.Admin.PostAsync("/roles", new { name = "New", permissions = new[] { misspelt } }), "permissions"),
            (organization.Admin.PatchAsync($"/roles/{role}", new { permissions = new[] { misspelt } }), "permissions"),
            (organization.Admin.PostAsync($"/roles/{role}/preview", new { permissions = new[] { misspelt } }), "permissions"),
            (organization.Admin.PostAsync("/service-accounts", new { name = "New", permissions = new[] { misspelt } }), "permissions"),
            (organization.Admin.PostAsync("/tokens", new { serviceAccountId = token.OwnerId, name = "New", expiresAt = (DateTime?)null, scopes = new[] { misspelt } }), "scopes"),
            (person.Client.PostAsync("/me/token", new { scopes = new[] { misspelt } }), "scopes"),
            (application.Client.PostAsync("/verify", new { token = token.Secret, scopes = new[] { misspelt } }), "scopes"),
            (application.Client.PostAsync("/verify", new { token = token.Secret, scopes = new[] { "people:read", $"urn:platform:{application.Resource}:4711:raed" } }), "scopes"),
        })
        {
            (await answer.ExpectInvalid(field)).ShouldContain($"'{application.May("read")}'");
        }

        await application.Client.PostAsync("/verify", new { token = token.Secret, scopes = new string?[] { null } }).ExpectInvalid("scopes");
        await application.Client.PostAsync("/verify", new { token = token.Secret, scopes = Enumerable.Range(0, 201).Select(number => $"x-{number}:read") }).ExpectInvalid("scopes");
    }

    [Theory, EachDatabase]
    public async Task VerifyingKnownScopesAsksTheCatalogueOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var application = await TestApplication.RegisterAsync(organization.Host, "read");
        var token = await organization.IssueTokenAsync(application.May("read"));
        async Task<string> Ask(string item) => await application.VerdictAsync(token.Secret, application.May("read"), application.MayWith(item, "read"));
        (await Ask("1")).ShouldBe("valid");
        await Eventually.OnceInThree(async () =>
        {
            var before = organization.Host.Commands.Seen.Count(text => text.Contains("roles_application", StringComparison.Ordinal));
            for (var item = 2; item < 12; item++)
            {
                (await Ask(item.ToString(System.Globalization.CultureInfo.InvariantCulture))).ShouldBe("valid");
            }

            organization.Host.Commands.Seen.Count(text => text.Contains("roles_application", StringComparison.Ordinal)).ShouldBe(before);
        });
    }

    [Fact]
    public async Task TheNamespaceIsConfigured()
    {
        await using var place = await HostProcess.NewPlaceAsync(Database.Sqlite);
        string[] settings = ["--Bootstrap:OperatorEmail=op@instance.example", "--Bootstrap:OperatorPassword=operator-password"];
        Guid role;
        await using (var host = await HostProcess.StartAsync(place, settings))
        {
            var admin = await AdministratorAsync(host, create: true);
            role = await UpdateRoleTests.CreateAsync(admin, "Item", "urn:platform:people:4711:read");
        }

        await using (var host = await HostProcess.StartAsync(place, [.. settings, "--Permissions:Namespace=acme"]))
        {
            var admin = await AdministratorAsync(host, create: false);
            // What was kept under the other name means the same and is shown under the new one.
            (await admin.GetAsync($"/roles/{role}").Expect(200)).Json.Texts("permissions").ShouldBe(["urn:acme:people:4711:read"]);
            (await admin.GetAsync("/permissions?q=people:read").Expect(200)).Json[0]!.Text("urn").ShouldBe("urn:acme:people:*:read");
            var made = await admin.PostAsync("/roles", new { name = "New", permissions = new[] { "urn:acme:people:*:write", "urn:acme:people:4711:read" } }).Expect(201);
            made.Json.Texts("permissions").ShouldBe(["people:write", "urn:acme:people:4711:read"]);
            await admin.PostAsync("/roles", new { name = "Old", permissions = new[] { "urn:platform:people:4711:read" } }).ExpectInvalid("permissions");
            await admin.PatchAsync($"/roles/{role}", new { name = "Renamed" }).Expect(200);
            await admin.PostAsync($"/roles/{role}/clone", new { name = "Copy" }).Expect(201);
        }

        foreach (var bad in (string[])["a", "Acme", "-acme", "ac:me", new string('a', 33)])
        {
            var (code, error) = await HostProcess.RunAsync(place, $"--Permissions:Namespace={bad}");
            code.ShouldBe(1, bad);
            error.Trim().Split('\n').ShouldHaveSingleItem(bad).ShouldContain("Permissions:Namespace");
        }
    }

    private static async Task<ApiClient> AdministratorAsync(HostProcess host, bool create)
    {
        if (create)
        {
            var op = host.Client.With((await host.Client.PostAsync("/auth/sign-in", new { email = "op@instance.example", password = "operator-password" }).Expect(200))["accessToken"]);
            await op.PostAsync("/instance/organizations", new
            {
                name = "Acme", slug = "acme", administrator = new { name = "Ada", email = "ada@acme.example", password = TestOrganization.Password },
            }).Expect(201);
        }

        var answer = await host.Client.PostAsync("/auth/sign-in", new { email = "ada@acme.example", password = TestOrganization.Password }).Expect(200);
        return host.Client.With(answer["accessToken"]).In("acme");
    }
}
