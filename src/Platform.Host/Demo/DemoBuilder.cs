using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Platform.Host.Demo;

/// <summary>Makes the demo's organizations, people, roles and tokens by calling the API, as an operator and administrators would.</summary>
internal sealed class DemoBuilder(HttpClient http)
{
    private string? _credential;
    private string? _organization;

    /// <returns>What was made; null where the database is not empty.</returns>
    public static async Task<DemoAccess?> BuildAsync(string address, CancellationToken cancellationToken)
    {
        using var handler = new HttpClientHandler { UseProxy = false };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(address) };
        return await new DemoBuilder(http).BuildAsync(cancellationToken);
    }

    private async Task<DemoAccess?> BuildAsync(CancellationToken cancellationToken)
    {
        if (!await SignInAsync(DemoData.OperatorEmail, cancellationToken)
            || await PostAsync("/instance/applications", Application("Tickets", "tickets"), cancellationToken) is null)
        {
            return null;
        }

        await PostAsync("/instance/applications", Application("Assets", "assets"), cancellationToken);
        var first = await BuildOrganizationAsync("Northside Fire Department", "northside-fire", "northside.example", cancellationToken);
        await SignInAsync(DemoData.OperatorEmail, cancellationToken);
        var second = await BuildOrganizationAsync("Harbor City Works", "harbor-city", "harbor.example", cancellationToken);
        return new DemoAccess(
            [new DemoSignIn(DemoData.OperatorEmail, "operator of the instance"), .. first.SignIns, .. second.SignIns], "northside-fire", first.Secret);
    }

    private async Task<(IReadOnlyList<DemoSignIn> SignIns, string Secret)> BuildOrganizationAsync(
        string name, string slug, string domain, CancellationToken cancellationToken)
    {
        var administrator = new JsonObject { ["name"] = "Ada Admin", ["email"] = $"admin@{domain}", ["password"] = DemoData.Password };
        await PostAsync("/instance/organizations", new JsonObject { ["name"] = name, ["slug"] = slug, ["administrator"] = administrator }, cancellationToken);
        await SignInAsync($"admin@{domain}", cancellationToken);
        _organization = slug;

        var roles = (await GetAsync("/roles", cancellationToken))["items"]!.AsArray()
            .ToDictionary(role => (string)role!["name"]!, role => (string)role!["id"]!);
        await PostAsync(
            "/roles",
            new JsonObject { ["name"] = "Dispatcher", ["description"] = "Works with tickets", ["permissions"] = new JsonArray("tickets:read", "tickets:write", "people:read") },
            cancellationToken);
        await AddPersonAsync("Max Manager", $"manager@{domain}", "Operations manager", "1002", roles["Manager"], apiAccess: false, cancellationToken);
        await AddPersonAsync("Mia Member", $"member@{domain}", "Crew member", "1003", roles["Member"], apiAccess: false, cancellationToken);
        await AddPersonAsync("Ira Integrator", $"integrator@{domain}", "Systems analyst", "1004", roles["API user"], apiAccess: true, cancellationToken);

        var dispatcher = (string)(await GetAsync("/roles", cancellationToken))["items"]!.AsArray().Single(role => (string)role!["name"]! == "Dispatcher")!["id"]!;
        string[] crew = ["Noah Berg", "Elif Kaya", "Tomás Silva", "Grace Oyelaran", "Henrik Dahl", "Priya Nair", "Lena Hoffmann"];
        for (var at = 0; at < crew.Length; at++)
        {
            await AddInvitedAsync(crew[at], domain, at % 2 == 0 ? "Dispatcher" : "Crew member", $"{1010 + at}", at % 2 == 0 ? dispatcher : roles["Member"], cancellationToken);
        }

        var account = await PostAsync(
            "/service-accounts",
            new JsonObject { ["name"] = "Dispatch bridge", ["description"] = "Hands tickets to the dispatch system", ["permissions"] = new JsonArray("tickets:*", "assets:read", "people:read") },
            cancellationToken);
        var accountId = (string)account!["id"]!;
        var secret = (string)(await IssueAsync(accountId, "Dispatch production", 365, ["tickets:read", "tickets:write"], cancellationToken))["secret"]!;
        await IssueAsync(accountId, "Asset sync", null, ["assets:read"], cancellationToken);
        await IssueAsync(accountId, "Quarterly report", 14, ["tickets:read", "people:read"], cancellationToken);
        var retired = await IssueAsync(accountId, "Old dispatch", 90, ["tickets:read"], cancellationToken);
        await PostAsync($"/tokens/{retired["id"]}/revoke", new JsonObject { ["reason"] = "Replaced by Dispatch production" }, cancellationToken);

        var exporter = await PostAsync(
            "/service-accounts",
            new JsonObject { ["name"] = "Roster export", ["description"] = "Writes the duty roster each night", ["permissions"] = new JsonArray("people:read") },
            cancellationToken);
        await IssueAsync((string)exporter!["id"]!, "Roster nightly", 180, ["people:read"], cancellationToken);
        var sensors = await PostAsync(
            "/service-accounts",
            new JsonObject { ["name"] = "Station sensors", ["description"] = "Reports the state of the vehicles", ["permissions"] = new JsonArray("assets:*") },
            cancellationToken);
        await IssueAsync((string)sensors!["id"]!, "Station 4 gateway", 25, ["assets:read", "assets:write"], cancellationToken);
        await IssueAsync((string)sensors["id"]!, "Station 7 gateway", 90, ["assets:read", "assets:write"], cancellationToken);

        await SignInAsync($"integrator@{domain}", cancellationToken);
        await PostAsync("/me/token", new JsonObject(), cancellationToken);
        return (
            [
                new DemoSignIn($"admin@{domain}", $"administrator of {name}"),
                new DemoSignIn($"manager@{domain}", "manager there"),
                new DemoSignIn($"member@{domain}", "member there"),
                new DemoSignIn($"integrator@{domain}", "API user there, with a token"),
            ],
            secret);
    }

    private async Task AddPersonAsync(
        string name, string email, string title, string number, string role, bool apiAccess, CancellationToken cancellationToken)
    {
        var person = await PostAsync(
            "/people",
            new JsonObject
            {
                ["name"] = name,
                ["email"] = email,
                ["title"] = title,
                ["employeeNumber"] = number,
                ["roleIds"] = new JsonArray(role),
                ["apiAccessEnabled"] = apiAccess,
                ["invite"] = true,
            },
            cancellationToken);
        var link = (string)person!["invitation"]!["url"]!;
        var token = link[(link.IndexOf("token=", StringComparison.Ordinal) + "token=".Length)..];
        await PostAsync("/auth/accept-invitation", new JsonObject { ["token"] = token, ["password"] = DemoData.Password }, cancellationToken);
    }

    /// <summary>Somebody who has not joined yet.</summary>
    private Task AddInvitedAsync(string name, string domain, string title, string number, string role, CancellationToken cancellationToken) => PostAsync(
        "/people",
        new JsonObject
        {
            ["name"] = name,
            ["email"] = $"{name.Split(' ')[0].ToLowerInvariant().Replace('á', 'a')}@{domain}",
            ["title"] = title,
            ["employeeNumber"] = number,
            ["roleIds"] = new JsonArray(role),
            ["invite"] = true,
        },
        cancellationToken);

    private async Task<JsonNode> IssueAsync(string accountId, string name, int? days, string[] scopes, CancellationToken cancellationToken) =>
        (await PostAsync(
            "/tokens",
            new JsonObject
            {
                ["serviceAccountId"] = accountId,
                ["name"] = name,
                ["expiresAt"] = days is { } count ? TimeProvider.System.GetUtcNow().AddDays(count).ToString("O") : null,
                ["scopes"] = new JsonArray([.. scopes.Select(scope => (JsonNode)scope)]),
                ["integrations"] = new JsonArray(name.Split(' ')[0]),
            },
            cancellationToken))!;

    private async Task<bool> SignInAsync(string email, CancellationToken cancellationToken)
    {
        (_credential, _organization) = (null, null);
        var answer = await PostAsync("/auth/sign-in", new JsonObject { ["email"] = email, ["password"] = DemoData.Password }, cancellationToken);
        _credential = (string?)answer?["accessToken"];
        _organization = (string?)answer?["organization"]?["slug"];
        return _credential is not null;
    }

    private static JsonObject Application(string name, string resource) => new()
    {
        ["name"] = name,
        ["resources"] = new JsonArray(new JsonObject { ["name"] = resource, ["actions"] = new JsonArray("read", "write") }),
    };

    private async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Get, path, null, cancellationToken))!;

    private Task<JsonNode?> PostAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, cancellationToken);

    /// <returns>The answer; null where it is there already or the sign-in is not the demo's: then there is other data here.</returns>
    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1{path}");
        request.Content = body is null ? null : JsonContent.Create(body);
        request.Headers.Authorization = _credential is null ? null : new AuthenticationHeaderValue("Bearer", _credential);
        if (_organization is not null)
        {
            request.Headers.Add("Organization-ID", _organization);
        }

        using var answer = await http.SendAsync(request, cancellationToken);
        if (answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.Unauthorized)
        {
            return null;
        }

        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? text.Length == 0 ? null : JsonNode.Parse(text)
            : throw new InvalidOperationException($"The demo data could not be made: {method} {path} answered {(int)answer.StatusCode} {text}");
    }
}
