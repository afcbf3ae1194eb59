using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Platform.IntegrationTests.Gateways;

/// <summary>The host behind the balancer of docker-compose.yml, one of whose two nodes is gone.</summary>
public sealed class BalancerTests
{
    [Fact(Skip = Nginx.Missing, SkipType = typeof(Nginx), SkipUnless = nameof(Nginx.IsThere))]
    public async Task AnswersWhileANodeIsGoneAndKeepsTheCallersAddress()
    {
        await using var host = await PlatformHost.StartAsync(Database.Sqlite, settings: "--Proxy:TrustedNetworks=127.0.0.1/32");
        await using var nginx = await Nginx.BalanceAsync(new Uri($"http://127.0.0.1:{Nginx.FreePort()}"), host.Address);
        var organization = await host.CreateOrganizationAsync();
        var api = nginx.Client with { BasePath = "/api/v1" };
        var signedIn = await api.PostAsync("/auth/sign-in", new { email = organization.AdministratorEmail, password = TestOrganization.Password }).Expect(200);
        var admin = api.With(signedIn["accessToken"]).In(organization.Slug);
        var invited = await admin.PostAsync("/people", new { name = "Pat", email = TestOrganization.NewEmail(), invite = true }).Expect(201);
        invited["invitation.url"].ShouldStartWith(nginx.Address.ToString());

        var bound = await admin.PostAsync("/tokens", new
        {
            serviceAccountId = await organization.CreateServiceAccountAsync("people:read"), name = "Bound", expiresAt = (DateTime?)null,
            scopes = new[] { "people:read" }, allowedAddresses = new[] { "127.0.0.2/32" },
        }).Expect(201);
        var caller = api.With(bound["secret"]).In(organization.Slug);
        await caller.WithHeader("X-Forwarded-For", "127.0.0.2").GetAsync("/me").ExpectProblem(403, "address-not-allowed");
        using var elsewhere = ClientAt(IPAddress.Parse("127.0.0.2"), nginx.Address);
        for (var request = 0; request < 4; request++)
        {
            await (caller with { Http = elsewhere }).WithHeader("X-Forwarded-For", "192.0.2.7").GetAsync("/me").Expect(200);
        }
    }

    [Fact(Skip = Nginx.Missing, SkipType = typeof(Nginx), SkipUnless = nameof(Nginx.IsThere))]
    public async Task LeavesItToTheHostWhatIsTooLarge()
    {
        await using var host = await PlatformHost.StartAsync(Database.Sqlite);
        await using var nginx = await Nginx.BalanceAsync(host.Address, host.Address);
        var organization = await host.CreateOrganizationAsync();
        var admin = organization.Admin with { Http = nginx.Client.Http };
        var large = $"name,email\n{new string('x', 2 * 1024 * 1024)},pat@people.example\n";

        // The host answers and hangs up before it has read all; nginx says 502 where it is still writing then.
        (await Eventually.Until(() => admin.PostAsync("/people", new { name = large }), answer => answer.Status != 502)).ExpectProblem(413, "payload-too-large");
        using var csv = new StringContent(large, new MediaTypeHeaderValue("text/csv"));
        (await admin.PostAsync("/people/import?dryRun=true", csv)).Status.ShouldNotBe(413);
    }

    /// <summary>Calls from another address of this machine.</summary>
    private static HttpClient ClientAt(IPAddress own, Uri address) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(own, 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = address,
    };
}
