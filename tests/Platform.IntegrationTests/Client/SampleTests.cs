using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Platform.IntegrationTests.Client;

/// <summary>The walk-through of the README: the host with its demo and the sample product, each as a process of its own.</summary>
public sealed partial class SampleTests
{
    [Theory, EachDatabase]
    public async Task ATokenReadsMayNotWriteAndIsRefusedWithinTheSecondAfterItsEnd(Database database)
    {
        await using var place = await HostProcess.NewPlaceAsync(database);
        var data = Directory.CreateTempSubdirectory("platform-sample-");
        try
        {
            await using var host = await HostProcess.StartAsync(place, "--Demo:Enabled=true", $"--Data:Directory={data.FullName}", "--Database:MigrateOnStart=true");
            var op = host.Client.With(await SignInAsync(host, "operator@demo.example"));
            var application = (await op.GetAsync("/instance/applications").Expect(200)).Items.Single(one => one.Text("name") == "Tickets");
            var secret = (await op.PostAsync($"/instance/applications/{application.Text("id")}/tokens", new { name = "Sample" }).Expect(201))["secret"];
            await using var sample = await SampleProcess.StartAsync(host.Client.Http.BaseAddress!, secret);

            var admin = host.Client.With(await SignInAsync(host, "admin@northside.example")).In("northside-fire");
            var account = await admin.PostAsync("/service-accounts", new { name = "Reader", permissions = new[] { "tickets:read" } }).Expect(201);
            var token = await admin.PostAsync(
                "/tokens", new { serviceAccountId = account.Id, name = "Reads tickets", expiresAt = (DateTime?)null, scopes = new[] { "tickets:read" } }).Expect(201);

            var caller = sample.Client.With(token["secret"]).In("northside-fire");
            (await caller.GetAsync("/tickets").Expect(200)).Json.AsArray().Count.ShouldBe(2);
            (await caller.GetAsync("/tickets/1").Expect(200))["title"].ShouldNotBeEmpty();
            (await caller.PostAsync("/tickets", new { title = "Wash vehicle 3" }).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("tickets:write");

            var writer = await admin.PostAsync("/service-accounts", new { name = "Writer", permissions = new[] { "tickets:*" } }).Expect(201);
            var pen = sample.Client.In("northside-fire").With((await admin.PostAsync(
                "/tokens", new { serviceAccountId = writer.Id, name = "Writes tickets", expiresAt = (DateTime?)null, scopes = new[] { "tickets:*" } }).Expect(201))["secret"]);
            var opened = await pen.PostAsync("/tickets", new { title = "Wash vehicle 3" }).Expect(201);
            opened["openedBy"].ShouldBe("Writer");
            await pen.PostAsync("/tickets", new { title = " " }).Expect(422);
            (await pen.PostAsync($"/tickets/{opened["id"]}/close").Expect(200))["closed"].ShouldBe("true");
            await caller.In("harbor-city").GetAsync("/tickets").ExpectProblem(403, "organization-mismatch");

            await admin.PostAsync($"/tokens/{token.Id}/revoke").Expect(200);
            await Eventually.Until(() => caller.GetAsync("/tickets"), answer => answer.Status == 401, pause: TimeSpan.FromMilliseconds(10));
            await caller.GetAsync("/tickets").ExpectProblem(401, "token-revoked");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<string> SignInAsync(HostProcess host, string email) =>
        (await host.Client.PostAsync("/auth/sign-in", new { email, password = "demo-password" }).Expect(200))["accessToken"];

    /// <summary>The sample as whoever tries it starts it.</summary>
    private sealed partial class SampleProcess : IAsyncDisposable
    {
        private readonly Process _process;
        private readonly HttpClient _http;

        private SampleProcess(Process process, Uri address)
        {
            (_process, _http) = (process, new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address });
            Client = new ApiClient(_http) with { BasePath = "" };
        }

        public ApiClient Client { get; }

        public static async Task<SampleProcess> StartAsync(Uri instance, string applicationToken)
        {
            // The host's settings lie beside it here, and those say less.
            var start = new ProcessStartInfo(
                "dotnet", [Path.Combine(AppContext.BaseDirectory, "Tickets.dll"), "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information"])
            {
                RedirectStandardOutput = true,
            };
            (start.Environment["Platform__Address"], start.Environment["Platform__ApplicationToken"]) = (instance.ToString(), applicationToken);
            var process = Process.Start(start)!;
            try
            {
                return await StartedAsync(process);
            }
            catch
            {
                process.Kill();
                throw;
            }
        }

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        private static async Task<SampleProcess> StartedAsync(Process process)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (Listening().Match(line) is { Success: true } match)
                {
                    _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                    var sample = new SampleProcess(process, new Uri(match.Groups[1].Value));
                    await Eventually.Until(() => sample.Client.GetAsync("/health"), health => health["feed"] == "true");
                    return sample;
                }
            }

            throw new InvalidOperationException("The sample has ended.");
        }

        [GeneratedRegex("Now listening on: (http://[^ ]+)")]
        private static partial Regex Listening();
    }
}
