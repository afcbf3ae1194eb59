using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Platform.IntegrationTests.Harness;

/// <summary>The host as a process of its own, with real settings and a real end.</summary>
public sealed partial class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly HttpClient _http;

    private HostProcess(Process process, Uri address)
    {
        _process = process;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        Client = new ApiClient(_http);
    }

    public ApiClient Client { get; }

    public static async Task<Place> NewPlaceAsync(Database database) => new(database, await DatabaseServer.Of(database).CreateAsync());

    /// <summary>Starts it and waits until it says where it serves.</summary>
    public static async Task<HostProcess> StartAsync(Place place, params string[] settings)
    {
        var process = Start(place, settings);
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (Serving().Match(line) is { Success: true } match)
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new HostProcess(process, new Uri(match.Groups[1].Value));
            }
        }

        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(patience.Token));
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Error)> RunAsync(Place place, params string[] settings)
    {
        using var process = Start(place, settings);
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        await output;
        return (process.ExitCode, error);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Start(Place place, string[] settings) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "Platform.Host.dll"),
            "--urls=http://127.0.0.1:0",
            $"--Database:Provider={place.Database}",
            $"--ConnectionStrings:Platform={place.ConnectionString}",
            .. settings,
        ])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    [GeneratedRegex("serves on (http://[^ ]+)")]
    private static partial Regex Serving();

    /// <summary>A fresh database that hosts come to and leave.</summary>
    public sealed record Place(Database Database, string ConnectionString) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await DatabaseServer.Of(Database).DropAsync(ConnectionString);
    }
}
