namespace Platform.IntegrationTests.Harness;

/// <summary>A registered application that brings one resource of a name of its own, with a token to verify with.</summary>
public sealed record TestApplication(PlatformHost Host, Guid Id, string Name, string Resource, ApiClient Client)
{
    private static int _count;

    public string Path => $"/instance/applications/{Id}";

    public static async Task<TestApplication> RegisterAsync(PlatformHost host, params string[] actions)
    {
        var number = Interlocked.Increment(ref _count);
        var (name, resource) = ($"Application {number}", $"resource-{number}");
        var op = await host.OperatorAsync();
        var made = await op.PostAsync("/instance/applications", new { name, resources = new[] { new { name = resource, actions } } }).Expect(201);
        var token = await op.PostAsync($"/instance/applications/{made.Id}/tokens", new { name = "Gateway" }).Expect(201);
        return new TestApplication(host, made.Id, name, resource, host.Anonymous.With(token["secret"]));
    }

    /// <summary>The permission for an action on its resource.</summary>
    public string May(string action) => $"{Resource}:{action}";

    public string MayWith(string item, string action) => $"urn:platform:{Resource}:{item}:{action}";

    /// <summary>Brings these actions on its resource and nothing else from now on.</summary>
    public async Task<Answer> BringAsync(params string[] actions) =>
        await (await Host.OperatorAsync()).PatchAsync(Path, new { resources = new[] { new { name = Resource, actions } } });

    public async Task<string> VerdictAsync(string secret, params string[] scopes) =>
        (await Client.PostAsync("/verify", new { token = secret, scopes }).Expect(200))["code"];
}
