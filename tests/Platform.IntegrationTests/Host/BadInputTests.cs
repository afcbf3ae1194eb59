using System.Net.Http.Headers;
using System.Text;

namespace Platform.IntegrationTests.Host;

/// <summary>What no well-meaning client sends: a clear answer each time, and never a fault.</summary>
public sealed class BadInputTests(Hosts hosts)
{
    [Theory, EachDatabase("{\"name\":", "{'name':1}", "[", "nothing", "\"text\"", "{\"name\":\"a\\u0000b\"}", "{\"name\":\"\\ud800\"}", "{\"name\":5}", "{\"apiAccessEnabled\":\"yes\"}", "{\"roleIds\":[\"x\"]}", "")]
    public async Task MalformedJsonIsSaidToBe(Database database, string body)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.Admin.PostAsync("/people", Json(body)).ExpectProblem(400, "malformed-request");
        (await organization.Admin.GetAsync("/people").Expect(200)).Items.Count.ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task NestingHasAnEnd(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000);
        await organization.Admin.PostAsync("/people", Json(deep)).ExpectProblem(400, "malformed-request");
    }

    [Theory, EachDatabase]
    public async Task ABodyHasALargestSize(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var large = $"{{\"name\":\"{new string('n', 1024 * 1024)}\"}}";
        // Asks first: the host hangs up on whoever goes on sending what it has refused.
        await organization.Admin.WithHeader("Expect", "100-continue").PostAsync("/people", Json(large)).ExpectProblem(413, "payload-too-large");
    }

    [Theory, EachDatabase]
    public async Task ABodyIsJson(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.Admin.PostAsync("/people", new StringContent("name=x", Encoding.UTF8, "text/plain")).ExpectProblem(415, "unsupported-media-type");
        await organization.Admin.PostAsync("/people", new FormUrlEncodedContent([new("name", "x")])).ExpectProblem(415, "unsupported-media-type");
    }

    [Theory, EachDatabase]
    public async Task UnknownFieldsAndParametersAreOfNoMatter(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.Admin.PostAsync("/people", new { name = "Una", email = TestOrganization.NewEmail(), shoeSize = 42 }).Expect(201);
        await organization.Admin.GetAsync("/people?surprise=1").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task WhatIsNotThereSaysSo(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.Admin.GetAsync("/nothing").ExpectProblem(404, "not-found");
        await organization.Admin.GetAsync("/people/not-an-id").ExpectProblem(404, "not-found");
        foreach (var path in (string[])["/people", "/roles", "/tokens", "/service-accounts"])
        {
            await organization.Admin.GetAsync($"{path}/{Guid.CreateVersion7()}").ExpectProblem(404, "not-found");
        }

        var refused = await organization.Admin.PutAsync("/people", new { }).ExpectProblem(405, "method-not-allowed");
        refused.ContentHeaders.Allow.ShouldContain("GET");
    }

    [Theory, EachDatabase("/people", "/roles", "/tokens", "/service-accounts", "/audit", "/notifications")]
    public async Task EveryListRefusesWhatItCantRead(Database database, string path)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        foreach (var limit in (string[])["0", "201", "-1", "many", "99999999999"])
        {
            await organization.Admin.GetAsync($"{path}?limit={limit}").ExpectInvalid("limit");
        }

        await organization.Admin.GetAsync($"{path}?sort=shoeSize").ExpectInvalid("sort");
        foreach (var cursor in (string[])["x", "%20", "e30", "bm90IGpzb24", "eyJWYWx1ZSI6bnVsbCwiSWQiOm51bGx9"])
        {
            await organization.Admin.GetAsync($"{path}?cursor={cursor}").ExpectInvalid("cursor");
        }

        await organization.Admin.GetAsync($"{path}?q=%00").ExpectProblem(400, "malformed-request");
        await organization.Admin.GetAsync($"{path}?q=%25_%5B%5C%27%22--").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task FaultsInTheRequestItselfAreNoneOfTheHosts(Database database)
    {
        var host = await hosts.OnAsync(database);
        (await RawRequest.SendAsync(host.Address, "GET /api/v1/me HTTP/1.1", $"Authorization: Bearer {new string('x', 40_000)}")).Status.ShouldBe(431);
        (await RawRequest.SendAsync(host.Address, "GET /api/v1/me HTTP/1.1", "Authorization: Bearer ptu_ünïcödé")).Status.ShouldBeOneOf(400, 401);
        (await RawRequest.SendAsync(host.Address, "NONSENSE")).Status.ShouldBe(400);
        await host.Root.GetAsync("/health/live").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task TextThatNoDatabaseCouldKeepIsMalformed(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        foreach (var text in (string[])[@"A\u0000B", @"\ud800", @"\udc00\ud800", @"\ud800x"])
        {
            await organization.Admin.PostAsync("/people", Json($"{{\"name\":\"{text}\",\"email\":\"a@people.example\"}}")).ExpectProblem(400, "malformed-request");
            await organization.Admin.PostAsync("/roles", Json($"{{\"name\":\"A\",\"permissions\":[\"{text}\"]}}")).ExpectProblem(400, "malformed-request");
            await organization.Host.Anonymous.PostAsync("/auth/sign-in", Json($"{{\"email\":\"{text}\",\"password\":\"{text}\"}}")).ExpectProblem(400, "malformed-request");
        }

        var invalid = new ByteArrayContent([.. "{\"name\":\""u8, 0xff, 0xfe, 0xc3, 0x28, .. "\"}"u8]);
        invalid.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await organization.Admin.PostAsync("/people", invalid).ExpectProblem(400, "malformed-request");
        await organization.Admin.GetAsync("/people?q=a%00b").ExpectProblem(400, "malformed-request");
        await organization.Admin.GetAsync("/people?cursor=%00").ExpectProblem(400, "malformed-request");
    }

    [Theory, EachDatabase]
    public async Task ANameOfAFieldMayBeAnything(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        foreach (var name in (string[])[@"\u0000", @"\ud83d\ude00", "unknown", "__proto__", ""])
        {
            await admin.PostAsync("/people", Json($"{{\"{name}\":1,\"email\":\"a@people.example\"}}")).ExpectInvalid("name");
        }

        await admin.PostAsync("/people", Json(@"{""\ud800"":1}")).ExpectProblem(400, "malformed-request");
    }

    [Theory, EachDatabase]
    public async Task TextOfEveryLanguageIsKeptAsItIs(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        foreach (var name in (string[])["Zoë Ünal-Ößterreich", "消防署", "עברית", "😀 👩‍🚒", "O'Brien; DROP TABLE people--", "<b>%_\\\"'"])
        {
            var made = await admin.PostAsync("/people", new { name, email = TestOrganization.NewEmail() }).Expect(201);
            made["name"].ShouldBe(name);
            (await admin.GetAsync($"/people?q={Uri.EscapeDataString(name)}").Expect(200)).Items.ShouldHaveSingleItem().Text("name").ShouldBe(name);
        }
    }

    [Theory, EachDatabase]
    public async Task AnyQueryTextIsAnswered(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        foreach (var q in (string[])["%ED%A0%80", "%FF%FE", "%25%5F%5C", "'%22--", new string('q', 6000), "%F0%9F%98%80", "%u0041", "%"])
        {
            foreach (var list in (string[])["people", "tokens", "roles", "service-accounts", "permissions"])
            {
                await organization.Admin.GetAsync($"/{list}?q={q}").Expect(200);
            }
        }
    }

    [Theory, EachDatabase]
    public async Task AnyCredentialIsAnswered(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        foreach (var text in (string[])["é", "ptu_é", "😀", new string('x', 20_000), $"eyJ{new string('x', 20_000)}", "eyJ..", "eyJ.é.", "..", " ", "ptu_\t", "a b"])
        {
            await organization.With(text).GetAsync("/me").ExpectProblem(401, "unauthenticated");
            await organization.Host.Anonymous.In(organization.Slug).WithHeader("X-API-Key", text).GetAsync("/me").ExpectProblem(401, "unauthenticated");
        }

        // What is longer than all headers may be is the server's own to refuse.
        (await organization.With(new string('x', 40_000)).GetAsync("/me")).Status.ShouldBe(431);
    }

    [Theory, EachDatabase]
    public async Task DoubledAndBrokenHeadersAreMalformed(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var credential = $"Authorization: Bearer {organization.Admin.Credential}";
        var where = $"Organization-ID: {organization.Slug}";
        var (status, content) = await RawRequest.SendAsync(organization.Host.Address, "GET /api/v1/me HTTP/1.1", credential, credential, where);
        (status, content.Contains("malformed-request", StringComparison.Ordinal)).ShouldBe((400, true));
        foreach (var header in (string[])["Organization-ID: a\0b", "No colon", ": no name", "Organization-ID : x"])
        {
            (status, content) = await RawRequest.SendAsync(organization.Host.Address, "GET /api/v1/me HTTP/1.1", credential, header);
            status.ShouldBe(400, header);
            content.ShouldNotContain("   at ");
        }
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
