using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Platform.Host;

namespace Platform.Benchmarks;

/// <summary>
/// What a request with an API token allocates beyond one to the bare endpoint of the same host: the real host in this process,
/// asked over a socket by a client that allocates nothing.
/// </summary>
internal static class RequestAllocations
{
    private const int Requests = 30_000;

    public static async Task<double> MeasureAsync()
    {
        var data = Directory.CreateTempSubdirectory("platform-bench-").FullName;
        var secrets = Path.Combine(data, "secrets.csv");
        string[] settings = [$"--Data:Directory={data}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"];
        if (await RunHostAsync(["seed", "--tokens", "1", "--secrets-file", secrets, .. settings]) != 0)
        {
            throw new InvalidOperationException("Seeding has failed.");
        }

        var caller = (await File.ReadAllTextAsync(secrets)).Trim().Split(',');
        await using var app = HostApplication.CreateBuilder(settings).Build();
        app.Configure();
        await app.StartAsync();
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        using var client = new Client(address.Port);
        var bare = Request("/health/live");
        var mine = Request("/api/v1/me", $"Organization-ID: {caller[0]}\r\nAuthorization: Bearer {caller[1]}\r\n");
        var (of, without) = (0d, 0d);
        for (var round = 0; round < 3; round++)
        {
            // The last round counts: by then the compiler has settled.
            (of, without) = (client.AllocatedPerRequest(mine, Requests), client.AllocatedPerRequest(bare, Requests));
        }

        await app.StopAsync();
        Directory.Delete(data, recursive: true);
        return of - without;
    }

    private static byte[] Request(string path, string headers = "") => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");

    private static Task<int> RunHostAsync(string[] args) => Task.Run(() => (int)typeof(HostApplication).Assembly.EntryPoint!.Invoke(null, [args])!);

    private sealed class Client : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private readonly byte[] _buffer = new byte[16 * 1024];

        public Client(int port) => _socket.Connect(System.Net.IPAddress.Loopback, port);

        public double AllocatedPerRequest(byte[] request, int times)
        {
            for (var warm = 0; warm < times; warm++)
            {
                Send(request);
            }

            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var at = 0; at < times; at++)
            {
                Send(request);
            }

            return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)times;
        }

        public void Dispose() => _socket.Dispose();

        private void Send(byte[] request)
        {
            _socket.Send(request);
            var received = 0;
            while (true)
            {
                received += _socket.Receive(_buffer.AsSpan(received));
                if (IsWhole(_buffer.AsSpan(0, received)))
                {
                    return;
                }
            }
        }

        private static bool IsWhole(ReadOnlySpan<byte> answer)
        {
            var end = answer.IndexOf("\r\n\r\n"u8);
            return end >= 0 && (LengthOf(answer[..end]) is { } length ? answer.Length >= end + 4 + length : answer.EndsWith("\r\n0\r\n\r\n"u8));
        }

        /// <summary>Null for an answer in chunks.</summary>
        private static int? LengthOf(ReadOnlySpan<byte> head)
        {
            if (!head.StartsWith("HTTP/1.1 200"u8))
            {
                throw new InvalidOperationException(Encoding.ASCII.GetString(head));
            }

            var name = "Content-Length: "u8;
            if (head.IndexOf(name) is var at && at < 0)
            {
                return null;
            }

            var rest = head[(at + name.Length)..];
            return int.Parse(rest[..(rest.IndexOf((byte)'\r') is var line and >= 0 ? line : rest.Length)], NumberStyles.None, CultureInfo.InvariantCulture);
        }
    }
}
