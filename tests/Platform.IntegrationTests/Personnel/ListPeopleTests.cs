namespace Platform.IntegrationTests.Personnel;

public sealed class ListPeopleTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task FindsByTheBeginningOfNameAddressOrNumber(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await AddAsync(organization, "Zoe Quinn", "q.uinn@people.example", "EN-901");
        await AddAsync(organization, "Max Miller", "max@people.example", "EN-100");
        foreach (var q in (string[])["zoe", "ZOE%20Q", "quinn", "q.uinn@", "en-9"])
        {
            (await NamesAsync(organization, $"q={q}")).ShouldBe(["Zoe Quinn"], q);
        }

        (await NamesAsync(organization, "q=iller")).ShouldBeEmpty();
        // Wildcards of the database's own mean themselves.
        (await NamesAsync(organization, "q=%25")).ShouldBeEmpty();
        (await NamesAsync(organization, "q=_")).ShouldBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task FiltersByStatusRoleAccessAndPermission(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await AddAsync(organization, "Ina Invited", "ina@people.example", null);
        var gone = await AddAsync(organization, "Dee Deactivated", "dee@people.example", null);
        await organization.Admin.PostAsync($"/people/{gone}/deactivate").Expect(200);
        await organization.AddPersonAsync("API user", apiAccess: true, name: "Uma User");
        await organization.AddPersonAsync("Member", name: "Mel Member");

        (await NamesAsync(organization, "status=invited")).ShouldBe(["Ina Invited"]);
        (await NamesAsync(organization, "status=deactivated")).ShouldBe(["Dee Deactivated"]);
        (await NamesAsync(organization, "status=active")).ShouldBe(["Ada Admin", "Mel Member", "Uma User"]);
        (await NamesAsync(organization, "apiAccessEnabled=true")).ShouldBe(["Uma User"]);
        (await NamesAsync(organization, "apiAccessEnabled=false&status=active")).ShouldBe(["Ada Admin", "Mel Member"]);
        (await NamesAsync(organization, $"roleId={await organization.RoleAsync("Member")}")).ShouldBe(["Mel Member"]);
        (await NamesAsync(organization, "permission=tokens:generate")).ShouldBe(["Ada Admin", "Uma User"]);
        (await NamesAsync(organization, "permission=people:read")).ShouldBe(["Ada Admin", "Mel Member", "Uma User"]);
        (await NamesAsync(organization, "permission=people:write")).ShouldBe(["Ada Admin"]);
        (await NamesAsync(organization, "status=active&roleId=" + Guid.CreateVersion7())).ShouldBeEmpty();
        (await NamesAsync(organization, "surprise=1")).Count.ShouldBe(5);
    }

    [Theory, EachDatabase]
    public async Task PagesWithoutLossOrDoubles(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        for (var number = 0; number < 11; number++)
        {
            // Equal names, so that only the id decides between them.
            await AddAsync(organization, number % 2 == 0 ? "Same Name" : $"Name {number}", $"page-{number}@people.example", null);
        }

        // Some who have signed in, so that the times of the others are the ones that are missing.
        await organization.AddPersonAsync();
        await organization.AddPersonAsync();
        foreach (var sort in (string[])["name", "-name", "email", "-email", "status", "-status", "createdAt", "-createdAt", "lastSignInAt", "-lastSignInAt"])
        {
            var whole = (await organization.Admin.GetAsync($"/people?sort={sort}&limit=200").Expect(200)).Items.Select(item => item.Text("id")).ToList();
            whole.Count.ShouldBe(14);
            var paged = await Paging.ReadAllAsync(organization.Admin, $"/people?sort={sort}&limit=5");
            paged.Select(item => item.Text("id")).ShouldBe(whole, sort);
            whole.ShouldBeUnique();
        }
    }

    [Theory, EachDatabase]
    public async Task WhoNeverSignedInComesFirstAndLastTheOtherWayRound(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await AddAsync(organization, "Nan Never", TestOrganization.NewEmail(), null);
        (await NamesAsync(organization, "sort=lastSignInAt")).ShouldBe(["Nan Never", "Ada Admin"]);
        (await NamesAsync(organization, "sort=-lastSignInAt")).ShouldBe(["Ada Admin", "Nan Never"]);
    }

    [Theory, EachDatabase]
    public async Task ComingFromAnotherOrganizationIsSigningIn(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        var person = await organization.AddPersonAsync();
        var invited = await other.Admin.PostAsync("/people", new { name = "Pat", email = person.Email, invite = true }).Expect(201);
        await organization.Host.Anonymous.PostAsync(
            "/auth/accept-invitation", new { token = TestOrganization.InvitationToken(invited), password = TestOrganization.Password }).Expect(200);
        var before = (await organization.Admin.GetAsync($"/people/{person.Id}").Expect(200)).Json.Time("lastSignInAt");
        organization.Host.Clock.Advance(TimeSpan.FromMilliseconds(5));
        var there = await organization.Host.Anonymous.PostAsync("/auth", new { refreshToken = person.RefreshToken, organizationId = other.Slug }).Expect(200);
        (await other.Admin.GetAsync($"/people/{invited.Id}").Expect(200)).Json.Time("lastSignInAt").ShouldBeGreaterThan(before);
        (await organization.Admin.GetAsync($"/people/{person.Id}").Expect(200)).Json.Time("lastSignInAt").ShouldBe(before);

        organization.Host.Clock.Advance(TimeSpan.FromMilliseconds(5));
        var back = await organization.Host.Anonymous.PostAsync("/auth", new { refreshToken = there["refreshToken"], organizationId = organization.Slug }).Expect(200);
        var returned = (await organization.Admin.GetAsync($"/people/{person.Id}").Expect(200)).Json.Time("lastSignInAt");
        returned.ShouldBeGreaterThan(before);

        // A mere refresh is none.
        organization.Host.Clock.Advance(TimeSpan.FromMilliseconds(5));
        await organization.Host.Anonymous.PostAsync("/auth", new { refreshToken = back["refreshToken"] }).Expect(200);
        (await organization.Admin.GetAsync($"/people/{person.Id}").Expect(200)).Json.Time("lastSignInAt").ShouldBe(returned);
    }

    [Theory, EachDatabase]
    public async Task ARowAddedBetweenPagesDisturbsNoOther(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        foreach (var name in (string[])["Bea", "Cid", "Dot", "Eve"])
        {
            await AddAsync(organization, name, $"{name}@people.example", null);
        }

        var first = await organization.Admin.GetAsync("/people?limit=3").Expect(200);
        await AddAsync(organization, "Abe", "abe@people.example", null);
        var second = await organization.Admin.GetAsync($"/people?limit=3&cursor={first["nextCursor"]}").Expect(200);
        first.Items.Concat(second.Items).Select(item => item.Text("name")).ShouldBe(["Ada Admin", "Bea", "Cid", "Dot", "Eve"]);
    }

    [Theory, EachDatabase]
    public async Task InvalidValuesAreNamed(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        foreach (var (query, field) in new (string, string)[]
        {
            ("limit=0", "limit"), ("limit=201", "limit"), ("limit=-1", "limit"), ("limit=many", "limit"), ("limit=", "limit"),
            ("cursor=made-up", "cursor"), ("cursor=", "cursor"), ("cursor=bnVsbA", "cursor"), ("cursor=e30", "cursor"), ("cursor=%C3%A4", "cursor"),
            ("sort=height", "sort"), ("sort=name,email", "sort"), ("status=gone", "status"), ("status=1", "status"),
            ("roleId=Member", "roleId"), ("apiAccessEnabled=maybe", "apiAccessEnabled"), ("permission=anything", "permission"), ("permission=tokens:generat", "permission"),
        })
        {
            await admin.GetAsync($"/people?{query}").ExpectInvalid(field);
        }
    }

    [Theory, EachDatabase]
    public async Task ACursorOfAnotherOrderIsNoneOfThisOne(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await AddAsync(organization, "Bea", "bea@people.example", null);
        var cursor = (await organization.Admin.GetAsync("/people?limit=1&sort=name").Expect(200))["nextCursor"];
        await organization.Admin.GetAsync($"/people?limit=1&sort=createdAt&cursor={cursor}").ExpectInvalid("cursor");
    }

    [Theory, EachDatabase]
    public async Task NeedsItsPermission(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("roles:read");
        (await organization.With(token.Secret).GetAsync("/people").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("people:read");
    }

    private static async Task<Guid> AddAsync(TestOrganization organization, string name, string email, string? employeeNumber) =>
        (await organization.Admin.PostAsync("/people", new { name, email, employeeNumber }).Expect(201)).Id;

    private static async Task<IReadOnlyList<string>> NamesAsync(TestOrganization organization, string query) =>
        [.. (await organization.Admin.GetAsync($"/people?{query}").Expect(200)).Items.Select(item => item.Text("name"))];
}
