using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Platform.IntegrationTests.Harness;

/// <summary>Stands between a host and its PostgreSQL, or a product and its host, and stands in the way where a test wants it to.</summary>
internal sealed class TcpProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _sockets = new();
    private readonly CancellationTokenSource _ended = new();
    private TaskCompletionSource _open = Opened();
    private IPEndPoint? _server;
    private volatile bool _refuses;

    public TcpProxy() => _listener.Start();

    /// <summary>The way through here to where the connection string leads.</summary>
    public string Through(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        (builder.Host, builder.Port) = ("127.0.0.1", Accept(new IPEndPoint(IPAddress.Parse(builder.Host!), builder.Port)));
        return builder.ConnectionString;
    }

    /// <summary>The way through here to a host.</summary>
    public Uri Through(Uri address) => new UriBuilder(address) { Port = Accept(new IPEndPoint(IPAddress.Parse(address.Host), address.Port)) }.Uri;

    /// <summary>No byte gets through any more, and no connection ends.</summary>
    public void Hang() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>All connections end, and new ones end at once.</summary>
    public void Cut()
    {
        _refuses = true;
        foreach (var socket in _sockets.Keys)
        {
            socket.Close(0);
        }
    }

    public void Heal()
    {
        _refuses = false;
        _open.TrySetResult();
    }

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Stop();
        Cut();
        _open.TrySetResult();
        _ended.Dispose();
    }

    private int Accept(IPEndPoint server)
    {
        _server = server;
        _ = AcceptAsync();
        return ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            var client = await _listener.AcceptSocketAsync(_ended.Token);
            if (_refuses)
            {
                client.Close(0);
                continue;
            }

            var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            client.NoDelay = true;
            (_sockets[client], _sockets[server]) = (true, true);
            await server.ConnectAsync(_server!);
            _ = PumpAsync(client, server);
            _ = PumpAsync(server, client);
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await _open.Task;
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // One side has gone.
        }

        foreach (var socket in (Socket[])[from, to])
        {
            _sockets.TryRemove(socket, out _);
            socket.Close();
        }
    }
}
