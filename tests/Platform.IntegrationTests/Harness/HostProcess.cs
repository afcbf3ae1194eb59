using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Platform.IntegrationTests.Harness;

/// <summary>The host as a process of its own, with real settings and a real end.</summary>
public sealed partial class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly HttpClient _http;

    private HostProcess(Process process, Uri address)
    {
        _process = process;
        _http = new HttpClient(new PatientHandler(new SocketsHttpHandler { UseProxy = false })) { BaseAddress = address };
        Client = new ApiClient(_http);
    }

    public ApiClient Client { get; }

    public static async Task<Place> NewPlaceAsync(Database database) => new(database, await DatabaseServer.Of(database).CreateAsync());

    /// <summary>Starts it and waits until it says where it serves.</summary>
    public static Task<HostProcess> StartAsync(Place place, params string[] settings) => StartAsync(place, new Dictionary<string, string>(), settings);

    /// <param name="environment">Variables of its own.</param>
    public static async Task<HostProcess> StartAsync(Place place, IReadOnlyDictionary<string, string> environment, params string[] settings)
    {
        var process = Start(place, settings, environment);
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
        var (code, _, error) = await RunCommandAsync(place, [], settings);
        return (code, error);
    }

    /// <summary>Runs one of its commands.</summary>
    public static async Task<(int Code, string Output, string Error)> RunCommandAsync(Place place, string[] words, params string[] settings)
    {
        using var process = Start(place, settings, new Dictionary<string, string>(), words);
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, error);
    }

    /// <summary>Lets it end in order, with all that it still has to write.</summary>
    public async Task StopAsync()
    {
        using var ask = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Start(Place place, string[] settings, IReadOnlyDictionary<string, string> environment, params string[] words)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Platform.Host.dll"),
                .. words,
                "--urls=http://127.0.0.1:0",
                $"--Database:Provider={place.Database}",
                $"--ConnectionStrings:Platform={place.ConnectionString}",
                "--Operators:RequireMfa=false",
                .. settings,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    [GeneratedRegex("serves on (http://[^ ]+)")]
    private static partial Regex Serving();

    /// <summary>A fresh database that hosts come to and leave.</summary>
    public sealed record Place(Database Database, string ConnectionString) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await DatabaseServer.Of(Database).DropAsync(ConnectionString);
    }
}
