using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tenancy;
using Platform.Host;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;

namespace Platform.Benchmarks;

/// <summary>
/// What of issuing a token is its entry in the log: the real host in this process, in which the log is switched off for every
/// second call. What that takes less is what the entry costs, with its part of the commit.
/// </summary>
internal static class AuditShare
{
    private const int WarmUp = 2_000;
    private const int Calls = 4_000;
    private const string Password = "bench-password-1";

    /// <summary>Prints <c>audit-share|with ms|without ms|share|inside</c>: medians of calls with their entry and without, how much less that is, and the part of the time that went by inside of appending.</summary>
    public static async Task<int> RunAsync(string[] settings)
    {
        var data = Directory.CreateTempSubdirectory("platform-bench-").FullName;
        var builder = HostApplication.CreateBuilder([$"--Data:Directory={data}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning", .. settings]);
        var log = builder.Services.Last(service => service.ServiceType == typeof(IAuditLog)).ImplementationType!;
        var timed = new Timed();
        builder.Services.AddScoped<IAuditLog>(services => new Switched((IAuditLog)ActivatorUtilities.CreateInstance(services, log), timed));
        await using (var app = builder.Build())
        {
            await app.Services.GetRequiredService<OwnerDatabase>().MigrateAsync(CancellationToken.None);
            app.Configure();
            await app.StartAsync();
            await MeasureAsync(app, timed);
            await app.StopAsync();
        }

        Directory.Delete(data, recursive: true);
        return 0;
    }

    private static async Task MeasureAsync(WebApplication app, Timed timed)
    {
        using var http = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        await SignInAsync(app, http);
        var account = (string)(await PostAsync(http, "/api/v1/service-accounts", new { name = "Bench", permissions = new[] { "people:read" } }))["id"]!;
        for (var at = 0; at < WarmUp; at++)
        {
            timed.IsOff = at % 2 == 1;
            await IssueAsync(http, account, $"warm {at}");
        }

        var (with, without, inside) = (new List<double>(), new List<double>(), TimeSpan.Zero);
        for (var at = 0; at < Calls; at++)
        {
            timed.IsOff = at % 2 == 1;
            timed.Elapsed = TimeSpan.Zero;
            var began = Stopwatch.GetTimestamp();
            await IssueAsync(http, account, $"{at}");
            (timed.IsOff ? without : with).Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            inside += timed.IsOff ? TimeSpan.Zero : timed.Elapsed;
        }

        var (median, bare) = (Median(with), Median(without));
        Console.WriteLine(FormattableString.Invariant($"audit-share|{median:0.000}|{bare:0.000}|{1 - (bare / median):0.0000}|{inside.TotalMilliseconds / with.Sum():0.0000}"));
    }

    private static async Task SignInAsync(WebApplication app, HttpClient http)
    {
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
            var hash = await mediator.Send(new HashPassword(Password));
            scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(OrganizationScope.Instance);
            _ = (await mediator.Send(new CreateOrganization("Bench", "bench", "Bench Admin", "admin@bench.example", hash))).Value;
        }

        var signedIn = await PostAsync(http, "/api/v1/auth/sign-in", new { email = "admin@bench.example", password = Password });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)signedIn["accessToken"]!);
        http.DefaultRequestHeaders.Add("Organization-ID", "bench");
    }

    private static Task<JsonNode> IssueAsync(HttpClient http, string account, string name) =>
        PostAsync(http, "/api/v1/tokens", new { serviceAccountId = account, name = $"Bench {name}", expiresAt = (DateTime?)null, scopes = new[] { "people:read" } });

    private static async Task<JsonNode> PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private sealed class Timed
    {
        public bool IsOff { get; set; }

        public TimeSpan Elapsed { get; set; }
    }

    /// <summary>There is no such switch in the product.</summary>
    private sealed class Switched(IAuditLog log, Timed timed) : IAuditLog
    {
        public async Task AppendAsync(PlatformDbContext db, IReadOnlyList<AuditFact> facts, Caller caller, CancellationToken cancellationToken)
        {
            if (timed.IsOff)
            {
                return;
            }

            var began = Stopwatch.GetTimestamp();
            await log.AppendAsync(db, facts, caller, cancellationToken);
            timed.Elapsed = Stopwatch.GetElapsedTime(began);
        }
    }
}
