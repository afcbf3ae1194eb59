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
            operation.Text("x-required-permission").ShouldMatch("^(public|member|operator|application|[a-z-]+:[a-z]+)$");
        }

        operations.Select(operation => operation.Text("operationId")).ShouldBeUnique();
    }

    [Theory, EachDatabase]
    public async Task AsksForTheOrganizationWhereTheHostDoes(Database database)
    {
        var document = (await (await hosts.OnAsync(database)).Root.GetAsync("/openapi/v1.json").Expect(200)).Json;
        foreach (var operation in document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(verb => verb.Value!))
        {
            var named = operation["parameters"]?.AsArray().Any(parameter => parameter!.Text("name") == "Organization-ID") ?? false;
            named.ShouldBe(operation.Text("x-required-permission") is not ("public" or "operator"), operation.Text("operationId"));
        }
    }
}
