namespace Platform.IntegrationTests.Roles;

public sealed class UpdateApplicationTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task ARemovedPermissionIsDroppedEverywhereOnTheNextRequest(Database database)
    {
        var host = await hosts.OnAsync(database);
        var application = await TestApplication.RegisterAsync(host, "read", "write");
        var (read, write, item) = (application.May("read"), application.May("write"), application.MayWith("4711", "write"));
        foreach (var organization in (TestOrganization[])[await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync()])
        {
            var role = await UpdateRoleTests.CreateAsync(organization.Admin, "Crew", read, write, "tokens:generate");
            var person = await UpdateRoleTests.MemberAsync(organization, role);
            var own = await person.PostAsync("/me/token").Expect(201);
            var service = await organization.IssueTokenAsync(read, write, item, "people:read");
            var only = await organization.IssueTokenAsync(write);
            (await application.VerdictAsync(own["secret"], read, write)).ShouldBe("valid");
            (await application.VerdictAsync(service.Secret, read, item)).ShouldBe("valid");
            (await organization.With(only.Secret).GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBe([write]);
            _organizations.Add((organization, role, person, own, service, only));
        }

        await application.BringAsync("read").Expect(200);
        foreach (var (organization, role, person, own, service, only) in _organizations)
        {
            (await organization.Admin.GetAsync($"/roles/{role}").Expect(200)).Json.Texts("permissions").ShouldBe([read, "tokens:generate"], ignoreOrder: true);
            (await person.GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBe([read, "tokens:generate"], ignoreOrder: true);
            (await application.VerdictAsync(own["secret"], read)).ShouldBe("valid");
            (await organization.With(service.Secret).GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBe(["people:read", read], ignoreOrder: true);
            (await organization.Admin.GetAsync($"/tokens/{service.Id}").Expect(200)).Json.Texts("scopes").ShouldBe(["people:read", read], ignoreOrder: true);
            (await organization.Admin.GetAsync($"/service-accounts/{service.OwnerId}").Expect(200)).Json.Texts("permissions").ShouldBe(["people:read", read], ignoreOrder: true);

            // A token left with nothing may do nothing, and its empty scopes don't turn into all of them.
            (await organization.Admin.GetAsync($"/tokens/{only.Id}").Expect(200)).Json.Texts("scopes").ShouldBeEmpty();
            (await organization.With(only.Secret).GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBeEmpty();
            (await application.VerdictAsync(only.Secret, read)).ShouldBe("insufficient-scope");

            foreach (var (action, target) in new[] { ("role.permissions-removed", role), ("token.scopes-removed", service.Id), ("token.scopes-removed", only.Id), ("service-account.permissions-removed", service.OwnerId) })
            {
                (await organization.Admin.GetAsync($"/audit?action={action}&targetId={target}").Expect(200)).Items.ShouldHaveSingleItem().Text("actor.kind").ShouldBe("operator");
            }

            (await organization.Admin.GetAsync("/audit/verify").Expect(200))["intact"].ShouldBe("true");
        }

        // The name itself is unknown now, to the verifier too.
        var message = await application.Client.PostAsync("/verify", new { token = _organizations[0].Own["secret"], scopes = new[] { write } }).ExpectInvalid("scopes");
        message.ShouldContain(write);
    }

    [Theory, EachDatabase]
    public async Task WildcardsGoWithTheLastThatTheyMeant(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var application = await TestApplication.RegisterAsync(organization.Host, "read", $"act-{database}".ToLowerInvariant());
        var (own, action) = ($"{application.Resource}:*", $"*:act-{database}".ToLowerInvariant());
        var role = await UpdateRoleTests.CreateAsync(organization.Admin, "Wild", own, action, "*:read", "admin", application.MayWith("7", "*"));
        async Task<IReadOnlyList<string>> Held() => (await organization.Admin.GetAsync($"/roles/{role}").Expect(200)).Json.Texts("permissions");
        await application.BringAsync("read").Expect(200);
        (await Held()).ShouldBe([own, "*:read", "admin", application.MayWith("7", "*")], ignoreOrder: true);
        await (await organization.Host.OperatorAsync()).PatchAsync(application.Path, new { resources = Array.Empty<object>() }).Expect(200);
        (await Held()).ShouldBe(["*:read", "admin"], ignoreOrder: true);
    }

    [Theory, EachDatabase]
    public async Task ChangesWhatIsNamedUnderItsVersion(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (op, application) = (await organization.Host.OperatorAsync(), await TestApplication.RegisterAsync(organization.Host, "read"));
        var other = await TestApplication.RegisterAsync(organization.Host, "read");
        var changed = await op.WithHeader("If-Match", "\"1\"").PatchAsync(application.Path, new { name = $"{application.Name} renamed" }).Expect(200);
        (changed["name"], changed["version"], changed["resources.0.name"]).ShouldBe(($"{application.Name} renamed", "2", application.Resource));
        await op.WithHeader("If-Match", "\"1\"").PatchAsync(application.Path, new { name = "Late" }).ExpectProblem(412, "stale-version");
        await application.BringAsync("read", "close").Expect(200);
        await UpdateRoleTests.CreateAsync(organization.Admin, "Closer", application.May("close"));
        (await application.Client.GetAsync("/me").Expect(200))["subject.name"].ShouldBe($"{application.Name} renamed");

        await op.PatchAsync(application.Path, new { name = other.Name.ToUpperInvariant() }).ExpectProblem(409, "conflict");
        foreach (var taken in (string[])[other.Resource, "people", "tokens", "users", "admin", "urn"])
        {
            await op.PatchAsync(application.Path, new { resources = new[] { new { name = taken, actions = new[] { "read" } } } }).ExpectProblem(409, "conflict");
        }
    }

    [Theory, EachDatabase]
    public async Task BadCallsAreRefused(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (op, application) = (await organization.Host.OperatorAsync(), await TestApplication.RegisterAsync(organization.Host, "read"));
        foreach (var name in (string[])["", " ", new string('n', 300)])
        {
            await op.PatchAsync(application.Path, new { name }).ExpectInvalid("name");
        }

        var twice = new { name = application.Resource, actions = new[] { "read" } };
        await op.PatchAsync(application.Path, new { resources = new[] { twice, twice } }).ExpectInvalid("resources");
        foreach (var action in (string[])["", "*", "Read", "re:ad"])
        {
            (await application.BringAsync(action)).ExpectProblem(422, "validation-failed");
        }

        (await application.BringAsync()).ExpectProblem(422, "validation-failed");
        await op.PatchAsync($"/instance/applications/{Guid.CreateVersion7()}", new { name = "Nobody" }).ExpectProblem(404, "not-found");
        (await organization.Admin.PatchAsync(application.Path, new { name = "Mine" }).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("operator");
        (await op.GetAsync(application.Path).Expect(200))["version"].ShouldBe("1");
    }

    private readonly List<(TestOrganization Organization, Guid Role, ApiClient Person, Answer Own, TestToken Service, TestToken Only)> _organizations = [];
}
