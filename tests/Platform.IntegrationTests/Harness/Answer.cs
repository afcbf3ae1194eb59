using System.Net.Http.Headers;

namespace Platform.IntegrationTests.Harness;

/// <summary>What came back.</summary>
public sealed class Answer
{
    private Answer(int status, string path, string text, HttpResponseHeaders headers, HttpContentHeaders contentHeaders) =>
        (Status, Path, Body, Headers, ContentHeaders) = (status, path, text, headers, contentHeaders);

    public int Status { get; }

    public string Path { get; }

    public string Body { get; }

    public HttpResponseHeaders Headers { get; }

    public HttpContentHeaders ContentHeaders { get; }

    public JsonNode Json => JsonNode.Parse(Body).ShouldNotBeNull();

    /// <summary>The rows of a list.</summary>
    public IReadOnlyList<JsonNode> Items => [.. Json["items"].ShouldNotBeNull().AsArray().Select(item => item!)];

    /// <summary>A field by its path, as in <c>owner.name</c>; it must be there.</summary>
    public string this[string path] => Json.Text(path);

    public Guid Id => Guid.Parse(this["id"]);

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        DeclaredRefusals.Check(response, body);
        return new Answer((int)response.StatusCode, response.RequestMessage!.RequestUri!.AbsolutePath, body, response.Headers, response.Content.Headers);
    }

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    public Answer Expect(int status)
    {
        Status.ShouldBe(status, $"{Path}: {Body}");
        return this;
    }

    /// <summary>An RFC 9457 problem of this status and code, with all that it must say and nothing that it must not.</summary>
    public Answer ExpectProblem(int status, string code)
    {
        Status.ShouldBe(status, $"{Path}: {Body}");
        ContentHeaders.ContentType!.MediaType.ShouldBe("application/problem+json");
        this["code"].ShouldBe(code, Body);
        this["status"].ShouldBe(status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        this["instance"].ShouldBe(Path);
        foreach (var field in (string[])["type", "title", "detail", "traceId"])
        {
            this[field].ShouldNotBeNullOrWhiteSpace();
        }

        Body.ShouldNotContain("   at ");
        Body.ShouldNotContain("Exception");
        if (status == 401)
        {
            Header("WWW-Authenticate").ShouldNotBeNull().ShouldStartWith("Bearer");
        }

        if (code == "validation-failed")
        {
            Json["errors"].ShouldNotBeNull().AsObject().Count.ShouldBePositive();
        }

        return this;
    }

    /// <summary>422 with a message for exactly this field.</summary>
    public string ExpectInvalid(string field)
    {
        ExpectProblem(422, "validation-failed");
        Json["errors"]!.AsObject().Select(error => error.Key).ShouldBe([field]);
        return string.Join(' ', Json["errors"]![field]!.AsArray().Select(message => (string?)message));
    }
}

public static class Answers
{
    public static async Task<Answer> Expect(this Task<Answer> answer, int status) => (await answer).Expect(status);

    public static async Task<Answer> ExpectProblem(this Task<Answer> answer, int status, string code) => (await answer).ExpectProblem(status, code);

    public static async Task<string> ExpectInvalid(this Task<Answer> answer, string field) => (await answer).ExpectInvalid(field);

    /// <summary>A field by its path, as text; it must be there and not be null.</summary>
    public static string Text(this JsonNode node, string path) => node.At(path).ShouldNotBeNull($"no {path} in {node}").ToString();

    public static JsonNode? At(this JsonNode node, string path) => path.Split('.').Aggregate(
        (JsonNode?)node, (at, name) => at is JsonArray list ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : at?[name]);

    /// <summary>The texts of a list of texts.</summary>
    public static IReadOnlyList<string> Texts(this JsonNode node, string path) =>
        [.. node.At(path).ShouldNotBeNull($"no {path} in {node}").AsArray().Select(item => item!.ToString())];

    public static DateTime Time(this JsonNode node, string path) =>
        DateTimeOffset.Parse(node.Text(path), System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;
}
