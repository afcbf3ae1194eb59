using System.Net.Http.Headers;
using System.Text;

namespace Platform.IntegrationTests.Personnel;

public sealed class ImportPeopleTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ADryRunSaysWhatEachLineWouldComeToAndChangesNothing(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (one, two, here) = (TestOrganization.NewEmail(), TestOrganization.NewEmail(), TestOrganization.NewEmail());
        await organization.Admin.PostAsync("/people", new { name = "Here Already", email = here }).Expect(201);

        var report = await ImportAsync(organization.Admin, $"""
            Name,E-Mail,Job title,Employee Number,Roles,API access,Shoe size
            Ann,{one},Crew,7,member; API USER,yes,42
            ,{two},,,,,
            Bob,not-an-address,,,,,
            Cid,{one.ToUpperInvariant()},,,,,
            Dot,{here.ToUpperInvariant()},,,,,
            Eve,{TestOrganization.NewEmail()},,,Chief of nothing,,
            Fay,{TestOrganization.NewEmail()},,,,perhaps,
            {new string('n', 201)},{TestOrganization.NewEmail()},,,,,
            Gus,{TestOrganization.NewEmail()},a,b,c,d,e,f
            Hal,{TestOrganization.NewEmail()}
            """, dryRun: true).Expect(200);

        report["lines"].ShouldBe("10");
        report["valid"].ShouldBe("2");
        report["created"].ShouldBe("0");
        report["errorCount"].ShouldBe("8");
        ErrorsOf(report.Json).ShouldBe(
        [
            "3 name required", "4 email invalid", "5 email duplicate", "6 email exists", "7 roles unknown-role", "8 apiAccess invalid", "9 name too-long", "10  malformed",
        ]);
        report["columns.recognised.email"].ShouldBe("E-Mail");
        report["columns.recognised.employeeNumber"].ShouldBe("Employee Number");
        report.Json.Texts("columns.unknown").ShouldBe(["Shoe size"]);
        report.Json["preview"]!.AsArray().Select(line => line!.Text("name")).ShouldBe(["Ann", "Hal"]);
        (await organization.Admin.GetAsync("/people").Expect(200))["total"].ShouldBe("2");
    }

    [Theory, EachDatabase]
    public async Task AddsEverybodyAtOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (one, two) = (TestOrganization.NewEmail(), TestOrganization.NewEmail());
        var csv = $"name,email,title,employeeNumber,roles,apiAccess\r\n\"O'Neil, \"\"Ann\"\"\",{one},Crew,7,Member;API user,yes\r\nBob,{two},,,,\r\n";
        var done = await ImportAsync(organization.Admin, csv).Expect(200);
        done["created"].ShouldBe("2");
        done["errorCount"].ShouldBe("0");

        var people = (await organization.Admin.GetAsync("/people?status=invited").Expect(200)).Items;
        people.Select(person => person.Text("name")).ShouldBe(["Bob", "O'Neil, \"Ann\""]);
        var ann = people[1];
        ann.Text("email").ShouldBe(one);
        ann.Text("title").ShouldBe("Crew");
        ann.Text("employeeNumber").ShouldBe("7");
        ann.Text("apiAccessEnabled").ShouldBe("true");
        ann["roles"]!.AsArray().Select(role => role!.Text("name")).ShouldBe(["API user", "Member"]);
        people[0]["roles"]!.AsArray().ShouldBeEmpty();

        // One entry says it all; the people are there without one of their own.
        var entry = (await organization.Admin.GetAsync("/audit?action=people.imported").Expect(200)).Items.ShouldHaveSingleItem();
        entry.Text("target.name").ShouldBe("2 people");
        entry.Text("changes.people.after").ShouldBe("2");
        entry.Text("changes.newAccounts.after").ShouldBe("2");
        entry.Text("changes.fileDigest.after").ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(csv))));
        (await organization.Admin.GetAsync("/audit?action=person.created").Expect(200)).Items.ShouldHaveSingleItem().Text("target.name").ShouldBe("Ada Admin");
        (await organization.Admin.GetAsync("/audit/verify").Expect(200))["intact"].ShouldBe("true");

        // They are people like any other: invited by a link, which they accept.
        var link = await organization.Admin.PostAsync($"/people/{ann.Text("id")}/invite").Expect(200);
        await organization.Host.Anonymous.PostAsync(
            "/auth/accept-invitation", new { token = link["url"].Split("?token=")[1], password = TestOrganization.Password }).Expect(200);
        await (await organization.SignInAsync(one)).GetAsync("/people").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task OneWrongLineAndNobodyIsAdded(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var refused = await ImportAsync(organization.Admin, $"name,email\nAnn,{TestOrganization.NewEmail()}\nBob,nowhere\n").ExpectProblem(422, "validation-failed");
        refused.Json["errors"]!.AsObject().Select(error => error.Key).ShouldBe(["lines[3].email"]);
        refused["report.lines"].ShouldBe("2");
        refused["report.valid"].ShouldBe("1");
        refused["report.created"].ShouldBe("0");
        ErrorsOf(refused.Json["report"]!).ShouldBe(["3 email invalid"]);
        (await organization.Admin.GetAsync("/people").Expect(200))["total"].ShouldBe("1");
        (await organization.Admin.GetAsync("/audit?action=people.imported").Expect(200)).Items.ShouldBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task AnAccountThatIsThereIsJoinedToAndNotChanged(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        var person = await organization.AddPersonAsync();
        await ImportAsync(other.Admin, $"name,email\nSomebody Else,{person.Email}\n").Expect(200);

        // Their password is theirs: only with it is the invitation accepted.
        var imported = (await other.Admin.GetAsync($"/people?q={person.Email}").Expect(200)).Items.Single();
        var token = (await other.Admin.PostAsync($"/people/{imported.Text("id")}/invite").Expect(200))["url"].Split("?token=")[1];
        await organization.Host.Anonymous.PostAsync("/auth/accept-invitation", new { token, password = "set by somebody else" }).ExpectProblem(401, "unauthenticated");
        await organization.Host.Anonymous.PostAsync("/auth/accept-invitation", new { token, password = TestOrganization.Password }).Expect(200);
        (await organization.Admin.GetAsync($"/people/{person.Id}").Expect(200))["name"].ShouldBe(person.Name);
        (await other.Admin.GetAsync("/audit?action=people.imported").Expect(200)).Items.Single().Text("changes.newAccounts.after").ShouldBe("0");
    }

    [Theory, EachDatabase]
    public async Task NobodyGivesARoleBeyondTheirOwn(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var manager = await organization.AddPersonAsync("Manager");
        var csv = $"name,email,roles\nAnn,{TestOrganization.NewEmail()},Administrator\nBob,{TestOrganization.NewEmail()},Manager\n";
        ErrorsOf((await ImportAsync(manager.Client, csv, dryRun: true).Expect(200)).Json).ShouldBe(["2 roles scope-not-grantable"]);
        await ImportAsync(manager.Client, csv).ExpectProblem(422, "validation-failed");

        // Without roles:assign no role at all, and people without one all the same.
        var adder = await organization.AddPersonHoldingAsync("people:write", "people:read");
        ErrorsOf((await ImportAsync(adder.Client, csv, dryRun: true).Expect(200)).Json).ShouldBe(["2 roles scope-not-grantable", "3 roles scope-not-grantable"]);
        (await ImportAsync(adder.Client, $"name,email\nCid,{TestOrganization.NewEmail()}\n").Expect(200))["created"].ShouldBe("1");
    }

    [Theory, EachDatabase]
    public async Task FilesFromEverySpreadsheetAreRead(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        string Line(string delimiter) => string.Join(delimiter, "\"Zoë \"\"Z\"\"\nQuinn\"", TestOrganization.NewEmail(), "\"Member\"");
        foreach (var (text, bom) in new[]
        {
            ($"name,email,roles\n{Line(",")}", false), ($"name,email,roles\r\n{Line(",")}\r\n\r\n,,\r\n", true),
            ($"name;email;roles\r\n{Line(";")}\r\n", true), ($"name\temail\troles\n{Line("\t")}\n", false),
        })
        {
            byte[] bytes = [.. bom ? Encoding.UTF8.GetPreamble() : [], .. Encoding.UTF8.GetBytes(text)];
            (await ImportAsync(organization.Admin, bytes).Expect(200))["created"].ShouldBe("1", text);
        }

        (await organization.Admin.GetAsync("/people?q=zo%C3%AB").Expect(200)).Items.Select(person => person.Text("name")).ShouldBe(Enumerable.Repeat("Zoë \"Z\"\nQuinn", 4));
    }

    [Theory, EachDatabase]
    public async Task WhatIsNoTableOfPeopleIsRefusedInASentence(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        await ImportAsync(admin, [0x50, 0x4B, 0x03, 0x04, 0x00, 0x00]).ExpectProblem(415, "unsupported-media-type");
        await ImportAsync(admin, Encoding.Latin1.GetBytes("name,email\nZoë,zoe@people.example\n")).ExpectProblem(415, "unsupported-media-type");
        await ImportAsync(admin, Encoding.Unicode.GetBytes("name,email\n")).ExpectProblem(415, "unsupported-media-type");
        (await ImportAsync(admin, $"name,email\n{new string('a', 1024 * 1024)}").ExpectInvalid("file")).ShouldContain("Line 2 is longer");
        (await ImportAsync(admin, $"name,email\nAnn,\"ann@people.example\n{string.Concat(Enumerable.Repeat("Bob,bob@people.example\n", 400))}").ExpectInvalid("file")).ShouldContain("never closed");
        await ImportAsync(admin, "").ExpectInvalid("file");
        await ImportAsync(admin, "name,email\n").ExpectInvalid("file");
        foreach (var dryRun in (bool[])[true, false])
        {
            (await ImportAsync(admin, "Vorname,Nachname\nAnn,Quinn\n", dryRun).ExpectInvalid("columns")).ShouldContain("name and email");
        }

        await admin.PostAsync("/people/import?dryRun=perhaps", Csv("name,email\n"u8.ToArray())).ExpectInvalid("dryRun");
        (await admin.GetAsync("/people").Expect(200))["total"].ShouldBe("1");
    }

    [Theory, EachDatabase]
    public async Task TheBodyIsACsvFileOf16MiBAtMost(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        await admin.PostAsync("/people/import", new { name = "Ann" }).ExpectProblem(415, "unsupported-media-type");
        var latin = new ByteArrayContent("name,email\n"u8.ToArray());
        latin.Headers.ContentType = MediaTypeHeaderValue.Parse("text/csv; charset=iso-8859-1");
        await admin.PostAsync("/people/import", latin).ExpectProblem(415, "unsupported-media-type");

        // More than a JSON body may be, and no more than this one may.
        var line = $"{new string(' ', 1000)}\n";
        await ImportAsync(admin, "name,email\n" + string.Concat(Enumerable.Repeat(line, 2 * 1024)) + $"Ann,{TestOrganization.NewEmail()}\n").Expect(200);
        var large = await ImportAsync(admin.WithHeader("Expect", "100-continue"), "name,email\n" + string.Concat(Enumerable.Repeat(line, 17 * 1024))).ExpectProblem(413, "payload-too-large");
        large["detail"].ShouldContain("16 MiB");
    }

    [Theory, EachDatabase]
    public async Task ErrorsAreCappedAndCounted(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var report = await ImportAsync(organization.Admin, "name,email\n" + string.Concat(Enumerable.Repeat("Ann,nowhere at all\n", 1200)), dryRun: true).Expect(200);
        report["lines"].ShouldBe("1200");
        int.Parse(report["errorCount"], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(1200);
        report.Json["errors"]!.AsArray().Count.ShouldBe(1000);
    }

    [Theory, EachDatabase]
    public async Task NeedsItsPermission(Database database)
    {
        var member = await (await hosts.OrganizationOnAsync(database)).AddPersonAsync();
        (await ImportAsync(member.Client, "name,email\n").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("people:write");
    }

    internal static Task<Answer> ImportAsync(ApiClient client, string csv, bool dryRun = false) => ImportAsync(client, Encoding.UTF8.GetBytes(csv), dryRun);

    private static Task<Answer> ImportAsync(ApiClient client, byte[] csv, bool dryRun = false) =>
        client.PostAsync("/people/import" + (dryRun ? "?dryRun=true" : ""), Csv(csv));

    private static ByteArrayContent Csv(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return content;
    }

    private static IReadOnlyList<string> ErrorsOf(JsonNode report) =>
        [.. report["errors"]!.AsArray().Select(error => $"{error!.Text("line")} {error!["field"]} {error!.Text("code")}")];
}
