namespace Platform.IntegrationTests.Host;

public sealed class OpenApiDocumentTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task SaysOfEachOperationWhoMayCallIt(Database database)
    {
        var document = (await (await hosts.OnAsync(database)).Root.GetAsync("/openapi/v1.json").Expect(200)).Json;
        document.Text("openapi").ShouldStartWith("3.1");
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(verb => verb.Value!).ToList();
        operations.Count.ShouldBeGreaterThan(40);
        foreach (var operation in operations)
        {
            operation.Text("operationId").ShouldNotBeEmpty();
            operation.Text("summary").ShouldNotBeEmpty();
            operation.Text("x-required-permission").ShouldMatch("^(public|member|operator|application|holder|[a-z-]+:[a-z]+)$");
        }

        operations.Select(operation => operation.Text("operationId")).ShouldBeUnique();
    }

    [Theory, EachDatabase]
    public async Task ShowsVerificationWithExamplesAndEveryCode(Database database)
    {
        var document = (await (await hosts.OnAsync(database)).Root.GetAsync("/openapi/v1.json").Expect(200)).Json;
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
            ["unauthenticated", "token-expired", "token-revoked", "organization-mismatch", "organization-suspended", "permission-denied", "address-not-allowed", "rate-limited", "unavailable"]);
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
        var document = (await (await hosts.OnAsync(database)).Root.GetAsync("/openapi/v1.json").Expect(200)).Json;
        foreach (var operation in document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(verb => verb.Value!))
        {
            var named = operation["parameters"]?.AsArray().Any(parameter => parameter!.Text("name") == "Organization-ID") ?? false;
            // A gateway may pass it on.
            var asked = operation.Text("operationId") == "ForwardAuth" || operation.Text("x-required-permission") is not ("public" or "holder" or "operator");
            named.ShouldBe(asked, operation.Text("operationId"));
        }
    }
}
