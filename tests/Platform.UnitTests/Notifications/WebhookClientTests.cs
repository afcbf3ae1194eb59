using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Platform.Notifications.Webhooks;

namespace Platform.UnitTests.Notifications;

/// <summary>Where connections lead, with names that resolve to whatever a test says.</summary>
public class WebhookClientTests
{
    private static readonly IConfiguration Configuration =
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Webhooks:AllowedNetworks"] = "127.0.0.2/32" }).Build();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("0.0.0.0")]
    public async Task ANameThatResolvesToThisMachineReachesNothing(string address)
    {
        using var listener = new Listener(IPAddress.IPv6Any);
        using var client = new WebhookClient(new TargetRules(Configuration), new SecretBox(Configuration), TimeProvider.System, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]));
        foreach (var scheme in (string[])["http", "https"])
        {
            var outcome = await client.SendAsync(new WebhookCall($"{scheme}://harmless.example:{listener.Port}/", Guid.CreateVersion7(), "{}", [[0, 1, 2]]), TestContext.Current.CancellationToken);
            outcome.StatusCode.ShouldBeNull();
            outcome.Error.ShouldNotBeNull().ShouldContain("operator of this instance");
        }

        listener.HasCaller.ShouldBeFalse();
    }

    /// <summary>Judged and used are one and the same address: there is no second look-up to be answered otherwise.</summary>
    [Fact]
    public async Task OfSeveralAddressesOnlyThoseAreTriedThatMayBe()
    {
        using var listener = new Listener(IPAddress.Parse("127.0.0.1"));
        var lookUps = 0;
        using var client = new WebhookClient(new TargetRules(Configuration), new SecretBox(Configuration), TimeProvider.System, (_, _) =>
        {
            lookUps++;
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.Parse("127.0.0.2")]);
        });
        var outcome = await client.SendAsync(new WebhookCall($"http://harmless.example:{listener.Port}/", Guid.CreateVersion7(), "{}", [[0, 1, 2]]), TestContext.Current.CancellationToken);
        outcome.Error.ShouldBe("The connection could not be made.");
        lookUps.ShouldBe(1);
        listener.HasCaller.ShouldBeFalse();
    }

    private sealed class Listener : IDisposable
    {
        private readonly TcpListener _listener;

        public Listener(IPAddress address)
        {
            _listener = new TcpListener(address, 0);
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                _listener.Server.DualMode = true;
            }

            _listener.Start();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public bool HasCaller => _listener.Pending();

        public void Dispose() => _listener.Dispose();
    }
}
