using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Platform.IntegrationTests.Gateways;

/// <summary>nginx with a configuration that the repository ships, on ports of its own.</summary>
public sealed class Nginx : IAsyncDisposable
{
    public const string Missing = "There is no nginx: name the program in PLATFORM_TEST_NGINX.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly WebApplication? _service;
    private readonly HttpClient _http;

    private Nginx(DirectoryInfo folder, Process process, WebApplication? service, Uri address)
    {
        (_folder, _process, _service, Address) = (folder, process, service, address);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = address };
        Client = new ApiClient(_http) { BasePath = "" };
    }

    /// <summary>True where the machine has one.</summary>
    public static bool IsThere => Program is not null;

    public Uri Address { get; }

    /// <summary>Calls through it.</summary>
    public ApiClient Client { get; }

    private static string? Program { get; } = Environment.GetEnvironmentVariable("PLATFORM_TEST_NGINX") is { Length: > 0 } named
        ? named
        : Array.Find(["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"], File.Exists);

    /// <summary><c>docs/gateways/nginx.conf</c>, in front of a small service that answers with the headers that reached it, and the body.</summary>
    public static async Task<Nginx> StartAsync(Uri platform)
    {
        var service = await ServeAsync(async http =>
        {
            using var body = new StreamReader(http.Request.Body);
            var headers = new JsonObject(http.Request.Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value.ToString())));
            await http.Response.WriteAsJsonAsync(new JsonObject { ["method"] = http.Request.Method, ["headers"] = headers, ["body"] = await body.ReadToEndAsync() });
        });
        return await StartAsync(
            "docs/gateways/nginx.conf", "listen 127.0.0.1:8000", service, ("127.0.0.1:8080", platform.Authority), ("127.0.0.1:3000", new Uri(service.Urls.Single()).Authority));
    }

    /// <summary><c>docs/compose/nginx.conf</c>, in front of two nodes.</summary>
    public static Task<Nginx> BalanceAsync(Uri first, Uri second) =>
        StartAsync("docs/compose/nginx.conf", "listen 8080", null, ("node-1:8080", first.Authority), ("node-2:8080", second.Authority));

    private static async Task<Nginx> StartAsync(string configuration, string listens, WebApplication? service, params (string Shipped, string Here)[] addresses)
    {
        var folder = Directory.CreateTempSubdirectory("platform-nginx-");
        folder.CreateSubdirectory("temp");
        if (!OperatingSystem.IsWindows())
        {
            // Started by root, its workers are somebody else.
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        return await Eventually.Until(
            () => TryAsync(folder, FreePort(), configuration, listens, service, addresses), nginx => nginx is not null) ?? throw new UnreachableException();
    }

    /// <summary>Null where somebody else was quicker at the port.</summary>
    private static async Task<Nginx?> TryAsync(DirectoryInfo folder, int port, string configuration, string listens, WebApplication? service, (string Shipped, string Here)[] addresses)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, configuration));
        foreach (var (shipped, here) in addresses.Append((listens, $"listen 127.0.0.1:{port}")))
        {
            text.ShouldContain(shipped);
            text = text.Replace(shipped, here);
        }

        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "nginx.conf"), text);
        var process = Process.Start(new ProcessStartInfo(Program!, ["-p", folder.FullName, "-e", "stderr", "-c", "nginx.conf"]) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEndAsync();
        if (!await ListensAsync(process, said, port))
        {
            process.Dispose();
            return null;
        }

        return new Nginx(folder, process, service, new Uri($"http://127.0.0.1:{port}"));
    }

    /// <summary>A small server on a port of its own.</summary>
    public static async Task<WebApplication> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            // The master ends its workers when it is asked to; killed, it would leave them.
            using var ask = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await ask.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        _process.Dispose();
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private static async Task<bool> ListensAsync(Process process, Task<string> said, int port)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            if (process.HasExited)
            {
                return (await said).Contains("Address already in use", StringComparison.Ordinal) ? false : throw new InvalidOperationException(await said);
            }

            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException) when (since.Elapsed < Patience)
            {
                await Task.Delay(20);
            }
        }
    }

    /// <summary>A port on which nobody listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
