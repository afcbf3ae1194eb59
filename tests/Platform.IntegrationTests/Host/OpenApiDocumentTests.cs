using System.Text.RegularExpressions;

namespace Platform.IntegrationTests.Host;

public sealed partial class OpenApiDocumentTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task SaysAllThereIsToSayOfEachOperation(Database database)
    {
        var document = await ReadAsync(database);
        document.Text("openapi").ShouldStartWith("3.1");
        var operations = Operations(document);
        operations.Count.ShouldBeGreaterThan(100);
        operations.Select(operation => operation.Text("operationId")).ShouldBeUnique();
        var described = document["tags"]!.AsArray().Where(tag => tag!["description"] is not null).Select(tag => tag!.Text("name")).ToList();
        var missing = new List<string>();
        foreach (var operation in operations)
        {
            void Miss(bool missed, string what)
            {
                if (missed)
                {
                    missing.Add($"{operation.Text("operationId")}: {what}");
                }
            }

            Miss(string.IsNullOrEmpty((string?)operation["summary"]), "a summary");
            Miss(operation["tags"]?.AsArray() is not [{ } tag] || !described.Contains(tag.ToString()), "one tag, with a description in OpenApiDocument");
            Miss(!PermissionPattern().IsMatch((string?)operation["x-required-permission"] ?? ""), "who may call it");
            foreach (var parameter in Parameters(operation))
            {
                Miss(string.IsNullOrEmpty((string?)parameter["description"]) || parameter["schema"]?["type"] is null, $"what the parameter {parameter.Text("name")} is");
            }

            foreach (var (type, body) in operation["requestBody"]?["content"]?.AsObject() ?? [])
            {
                Miss(body!["schema"] is null || body["example"] is null, $"an example of its {type}");
            }

            var responses = operation["responses"]!.AsObject();
            Miss(!responses.Any(response => response.Key.StartsWith('2')), "a good answer");
            foreach (var (status, response) in responses)
            {
                foreach (var (type, body) in response!["content"]?.AsObject() ?? [])
                {
                    Miss(body!["schema"] is null || (body["example"] is null && body["examples"] is null), $"an example of its {status} {type}");
                }
            }
        }

        missing.ShouldBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task SaysByWhichCodesEachOperationIsRefused(Database database)
    {
        var document = await ReadAsync(database);
        var table = document["x-error-codes"]!.AsArray().ToDictionary(kind => kind!.Text("code"), kind => kind!.Text("status"));
        table.Count.ShouldBeGreaterThan(20);
        foreach (var operation in Operations(document))
        {
            var name = operation.Text("operationId");
            var codes = operation.Texts("x-error-codes");
            var answered = operation["responses"]!.AsObject().Where(response => response.Value!["x-error-codes"] is not null)
                .SelectMany(response => response.Value!.Texts("x-error-codes").Select(code => (Status: response.Key, Code: code))).ToList();
            answered.Select(answer => answer.Code).ShouldBe(codes, ignoreOrder: true, name);
            answered.ShouldAllBe(answer => table[answer.Code] == answer.Status, name);
            foreach (var (status, code) in answered)
            {
                var response = operation["responses"]![status]!;
                response.Text("description").ShouldContain($"`{code}`: ");
                response["content"]!["application/problem+json"]!["examples"]![code]!.Text("$ref").ShouldBe($"#/components/examples/{code}");
            }

            // What follows from who may call, and from what is sent.
            var isOpen = operation.Text("x-required-permission") is "public" or "holder" && name != "ForwardAuth";
            (operation["security"] is null).ShouldBe(isOpen, name);
            if (!isOpen)
            {
                codes.ShouldContain("token-expired", name);
                codes.ShouldContain("organization-suspended", name);
            }

            codes.Contains("unsupported-media-type").ShouldBe(operation["requestBody"] is not null, name);
            codes.Contains("stale-version").ShouldBe(Parameters(operation).Any(parameter => parameter.Text("name") == "If-Match"), name);
            if (Parameters(operation).Any(parameter => parameter.Text("in") == "path"))
            {
                codes.ShouldContain("not-found", name);
            }
        }
    }

    [Theory, EachDatabase]
    public async Task ShowsRequestsThatCanBeRead(Database database)
    {
        var host = await hosts.OnAsync(database);
        var (organization, restricted) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        var op = await host.OperatorAsync();
        var document = await ReadAsync(database);
        var tried = 0;
        foreach (var (path, verbs) in document["paths"]!.AsObject())
        {
            foreach (var (verb, operation) in verbs!.AsObject())
            {
                // Failures of signing in count, and would keep others out.
                if (operation!["requestBody"]?["content"]?["application/json"]?["example"] is { } example
                    && operation["tags"]![0]!.ToString() is not ("Sign-in" or "Account"))
                {
                    // The example of a policy lets the organization in from elsewhere only.
                    var client = operation.Text("x-required-permission") == "operator" ? op : path == "/api/v1/organization" ? restricted.Admin : organization.Admin;
                    var answer = await (client with { BasePath = "" }).SendAsync(new HttpMethod(verb.ToUpperInvariant()), PathParameter().Replace(path, Guid.CreateVersion7().ToString()), example);
                    answer.Status.ShouldNotBeOneOf(400, 415, 500);
                    answer.Body.ShouldNotContain("\"permission-denied\"");
                    tried++;
                }
            }
        }

        tried.ShouldBeGreaterThan(20);
    }

    [Theory, EachDatabase]
    public async Task ShowsVerificationWithExamplesAndEveryCode(Database database)
    {
        var document = await ReadAsync(database);
        JsonNode Operation(string path, string verb) => document["paths"]![path]![verb].ShouldNotBeNull();
        string[] Codes(JsonNode operation) => [.. operation["responses"]!.AsObject()
            .Select(response => response.Value!["content"]?["application/problem+json"]?["examples"]?.AsObject())
            .Where(examples => examples is not null).SelectMany(examples => examples!.Select(example => example.Key))];
        var verify = Operation("/api/v1/verify", "post");
        verify["requestBody"]!["content"]!["application/json"]!["example"]!.Text("token").ShouldStartWith("pts_");
        verify["responses"]!["200"]!["content"]!["application/json"]!["examples"]!.AsObject().Select(example => example.Key).ShouldBe(
            ["valid", "unknown", "expired", "revoked", "suspended", "organization-mismatch", "insufficient-scope", "address-not-allowed", "rate-limited"]);
        Codes(verify).ShouldContain("validation-failed");

        foreach (var path in (string[])["introspect", "revoke"])
        {
            var form = Operation($"/api/v1/{path}", "post");
            form["requestBody"]!["content"]!.AsObject().ShouldHaveSingleItem().Key.ShouldBe("application/x-www-form-urlencoded");
            form["requestBody"]!["content"]!["application/x-www-form-urlencoded"]!["example"]!.Text("token").ShouldStartWith("pts_");
            Codes(form).ShouldContain("unsupported-media-type");
        }

        Operation("/api/v1/introspect", "post")["responses"]!["200"]!["content"]!["application/json"]!["examples"]!["inactive"].ShouldNotBeNull();
        Operation("/api/v1/revoke", "post").Text("x-required-permission").ShouldBe("holder");
        var gateway = Operation("/api/v1/forward-auth", "get");
        gateway["responses"]!["200"]!["headers"]!.AsObject().Select(header => header.Key).ShouldBe(
            ["X-Organization-Id", "X-Subject-Id", "X-Subject-Kind", "X-Token-Id", "X-Scopes"]);
        Codes(gateway).ShouldBe(
            ["malformed-request", "unauthenticated", "token-expired", "token-revoked", "mfa-required", "organization-mismatch", "organization-suspended", "permission-denied", "address-not-allowed", "rate-limited", "internal-error", "unavailable"]);
        var leaks = Operation("/api/v1/leaks", "post");
        leaks["responses"]!["202"].ShouldNotBeNull();
        leaks["requestBody"]!["content"]!["application/json"]!["example"]!.Text("source").ShouldNotBeEmpty();
        foreach (var path in (string[])["oauth-authorization-server", "secret-patterns.json"])
        {
            Operation($"/.well-known/{path}", "get")["responses"]!["200"]!["content"]!["application/json"]!["examples"]!.AsObject().ShouldNotBeEmpty();
        }
    }

    [Theory, EachDatabase]
    public async Task AsksForTheOrganizationWhereTheHostDoes(Database database)
    {
        var document = await ReadAsync(database);
        foreach (var operation in Operations(document))
        {
            var named = operation["parameters"]?.AsArray().Any(parameter => parameter!.Text("name") == "Organization-ID") ?? false;
            // A gateway may pass it on.
            var asked = operation.Text("operationId") == "ForwardAuth" || operation.Text("x-required-permission") is not ("public" or "holder" or "operator");
            named.ShouldBe(asked, operation.Text("operationId"));
        }
    }

    [Theory, EachDatabase]
    public async Task IsSentOnceToWhoKeepsIt(Database database)
    {
        var root = (await hosts.OnAsync(database)).Root;
        var sent = await root.GetAsync("/openapi/v1.json").Expect(200);
        (await root.WithHeader("If-None-Match", sent.Header("ETag")!).GetAsync("/openapi/v1.json").Expect(304)).Body.ShouldBeEmpty();
        (await root.WithHeader("If-None-Match", "\"another\"").GetAsync("/openapi/v1.json").Expect(200)).Body.ShouldBe(sent.Body);
        var compressed = await root.WithHeader("Accept-Encoding", "br").GetAsync("/openapi/v1.json").Expect(200);
        compressed.Headers.Vary.ShouldContain("Accept-Encoding");
        compressed.ContentHeaders.ContentEncoding.ShouldBe(["br"]);

        // What holds secrets is not compressed.
        (await root.WithHeader("Accept-Encoding", "br").GetAsync("/health/live").Expect(200)).Body.ShouldContain("live");
    }

    private async Task<JsonNode> ReadAsync(Database database) => (await (await hosts.OnAsync(database)).Root.GetAsync("/openapi/v1.json").Expect(200)).Json;

    private static List<JsonNode> Operations(JsonNode document) =>
        [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(verb => verb.Value!)];

    private static IEnumerable<JsonNode> Parameters(JsonNode operation) => (operation["parameters"]?.AsArray() ?? []).Select(parameter => parameter!);

    [GeneratedRegex("^(public|member|operator|application|holder|[a-z-]+:[a-z]+)$")]
    private static partial Regex PermissionPattern();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex PathParameter();
}
