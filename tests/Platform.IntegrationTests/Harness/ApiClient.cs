using System.Net.Http.Json;

namespace Platform.IntegrationTests.Harness;

/// <summary>Who calls, and in which organization. Immutable: each change gives another caller.</summary>
public sealed record ApiClient(HttpClient Http)
{
    public string BasePath { get; init; } = "/api/v1";

    /// <summary>Sent as <c>Authorization: Bearer</c>.</summary>
    public string? Credential { get; init; }

    /// <summary>Sent as <c>Organization-ID</c>.</summary>
    public string? Organization { get; init; }

    /// <summary>Further headers, as they are.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public ApiClient With(string? credential) => this with { Credential = credential };

    public ApiClient In(object? organization) => this with { Organization = organization?.ToString() };

    public ApiClient WithHeader(string name, string value) => this with { Headers = [.. Headers, (name, value)] };

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public Task<Answer> PutAsync(string path, object? body = null) => SendAsync(HttpMethod.Put, path, body);

    public Task<Answer> PatchAsync(string path, object? body = null) => SendAsync(HttpMethod.Patch, path, body);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <param name="method">The verb.</param>
    /// <param name="path">Below <see cref="BasePath"/>.</param>
    /// <param name="body">Content as it is, or an object to be sent as JSON; null for none.</param>
    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, BasePath + path)
        {
            Content = body is null ? null : body as HttpContent ?? JsonContent.Create(body, body.GetType()),
        };
        if (Credential is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Credential}");
        }

        if (Organization is not null)
        {
            request.Headers.TryAddWithoutValidation("Organization-ID", Organization);
        }

        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }
}
