namespace Platform.IntegrationTests.Harness;

/// <summary>
/// Hosts to test against: one for each database, started when a case first asks for it. All classes share those of the
/// assembly, and keep apart by making organizations of their own; a class that moves the clock, counts what a host does or
/// fails to sign in many times takes its own, as <c>IClassFixture&lt;Hosts&gt;</c>.
/// </summary>
public sealed class Hosts : IAsyncLifetime
{
    private readonly Dictionary<Database, PlatformHost> _hosts = [];
    private readonly SemaphoreSlim _turn = new(1, 1);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async Task<PlatformHost> OnAsync(Database database)
    {
        await _turn.WaitAsync();
        try
        {
            if (!_hosts.TryGetValue(database, out var host))
            {
                _hosts[database] = host = await PlatformHost.StartAsync(database);
            }

            return host;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A fresh organization with an administrator who is signed in.</summary>
    public async Task<TestOrganization> OrganizationOnAsync(Database database) => await (await OnAsync(database)).CreateOrganizationAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values)
        {
            await host.DisposeAsync();
        }

        _turn.Dispose();
    }
}
