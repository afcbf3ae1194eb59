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
        await organization.Admin.PostAsync("/people", Json(large)).ExpectProblem(413, "payload-too-large");
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

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
