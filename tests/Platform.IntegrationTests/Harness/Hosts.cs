namespace Platform.IntegrationTests.Harness;

/// <summary>
/// The hosts of one test class: one for each database, started when a case first asks for it. Tests keep apart by making
/// organizations of their own.
/// </summary>
public sealed class Hosts : IAsyncLifetime
{
    private readonly Dictionary<Database, PlatformHost> _hosts = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async Task<PlatformHost> OnAsync(Database database)
    {
        // The cases of a class run one after the other.
        if (!_hosts.TryGetValue(database, out var host))
        {
            _hosts[database] = host = await PlatformHost.StartAsync(database);
        }

        return host;
    }

    /// <summary>A fresh organization with an administrator who is signed in.</summary>
    public async Task<TestOrganization> OrganizationOnAsync(Database database) => await (await OnAsync(database)).CreateOrganizationAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values)
        {
            await host.DisposeAsync();
        }
    }
}
