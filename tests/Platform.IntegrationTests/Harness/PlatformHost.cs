using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tenancy;
using Platform.Host;
using Platform.IntegrationTests.Audit;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Jobs;
using Platform.Kernel.Metering;

namespace Platform.IntegrationTests.Harness;

/// <summary>
/// The real host on a real socket, so that headers, sizes and malformed requests are real. Only its clock is set by hand, jobs
/// run when a test says so, and passwords are hashed with fewer rounds.
/// </summary>
public sealed class PlatformHost : IAsyncDisposable
{
    public const string OperatorEmail = "operator@instance.example";
    public const string OperatorPassword = "operator-password";

    /// <summary>Far from the machine's own time, so that whoever looks at that instead is found out.</summary>
    private static readonly DateTimeOffset Beginning = new(2031, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly WebApplication _app;
    private readonly bool _isGuest;
    private readonly PatientHandler _patient;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _operatorTurn = new(1, 1);
    private (ApiClient Client, DateTimeOffset At)? _operator;

    private PlatformHost(Database database, WebApplication app, string connectionString, bool isGuest = false)
    {
        (Database, _app, ConnectionString, _isGuest) = (database, app, connectionString, isGuest);
        Address = new Uri(app.Urls.Single());
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            Expect100ContinueTimeout = TimeSpan.FromMinutes(1),
            RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8,
        };
        _patient = new PatientHandler(handler);
        _http = new HttpClient(_patient) { BaseAddress = Address };
        Anonymous = new ApiClient(_http);
    }

    public Database Database { get; }

    /// <summary>As it was configured: the host itself adds to it.</summary>
    public string ConnectionString { get; }

    public Uri Address { get; }

    /// <summary>Stands still until it is told to go on.</summary>
    public TestClock Clock => _app.Services.GetRequiredService<TestClock>();

    public DateTime Now => Clock.GetUtcNow().UtcDateTime;

    public IServiceProvider Services => _app.Services;

    /// <summary>Each command that the host sent to the database.</summary>
    public CommandLog Commands => _app.Services.GetRequiredService<CommandLog>();

    /// <summary>Calls below <c>/api/v1</c> without a credential.</summary>
    public ApiClient Anonymous { get; }

    /// <summary>Its callers take the first answer: the test makes the database unreachable.</summary>
    public void BeImpatient() => _patient.Patience = TimeSpan.Zero;

    /// <summary>Calls to the host itself, such as <c>/health/live</c>.</summary>
    public ApiClient Root => Anonymous with { BasePath = "" };

    /// <summary>Waits until all uses so far are in the database: what is read of a token has them before.</summary>
    public Task UsesWrittenAsync() => Eventually.Until(() => Task.FromResult(Services.GetRequiredService<Meters>().IsWritten), written => written);

    /// <param name="database">Where its data is.</param>
    /// <param name="change">What is to be different from the ordinary host.</param>
    /// <param name="empty">True for an instance that nobody has set up yet; else there is an operator.</param>
    /// <param name="settings">As on the command line: those that are read before <paramref name="change"/> can make one.</param>
    public static async Task<PlatformHost> StartAsync(
        Database database, Action<WebApplicationBuilder>? change = null, bool empty = false, params string[] settings)
    {
        var connectionString = await DatabaseServer.Of(database).CreateAsync();
        var app = Build(database, connectionString, change, settings).Configure();
        if (!empty)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
            var hash = await mediator.Send(new HashPassword(OperatorPassword));
            (await mediator.Send(new EnsureFirstOperator(OperatorEmail, hash))).Error.ShouldBeNull();
        }

        await app.StartAsync();
        await ServesFromMemoryAsync(app);
        return new PlatformHost(database, app, connectionString);
    }

    /// <summary>Another host on this one's database; dispose of it first.</summary>
    /// <param name="through">Where it finds the database, if it is to go another way.</param>
    /// <param name="change">What is to be different from the ordinary host.</param>
    /// <param name="settings">As on the command line.</param>
    public async Task<PlatformHost> StartAnotherAsync(
        Func<string, string>? through = null, Action<WebApplicationBuilder>? change = null, params string[] settings)
    {
        var connectionString = through is null ? ConnectionString : through(ConnectionString);
        var app = Build(Database, connectionString, change, settings).Configure();
        await app.StartAsync();
        await ServesFromMemoryAsync(app);
        return new PlatformHost(Database, app, connectionString, isGuest: true);
    }

    /// <summary>A host that starts on a busy machine goes on without its place among the nodes, and takes it when it can.</summary>
    private static Task ServesFromMemoryAsync(WebApplication app) =>
        Eventually.Until(() => Task.FromResult(app.Services.GetRequiredService<NodeLease>().IsHeld), held => held);

    /// <summary>The same caller, calling here.</summary>
    public ApiClient Here(ApiClient client) => client with { Http = _http };

    public static async Task MigrateAsync(Database database, string connectionString)
    {
        await using var app = Build(database, connectionString);
        await app.Services.GetRequiredService<OwnerDatabase>().MigrateAsync(CancellationToken.None);
    }

    public static async Task DeleteDatabaseAsync(Database database, string connectionString)
    {
        await using var app = Build(database, connectionString);
        await using var db = app.Services.GetRequiredService<OwnerDatabase>().Open();
        await db.Database.EnsureDeletedAsync();
    }

    /// <summary>An operator, signed in; in no organization.</summary>
    public async Task<ApiClient> OperatorAsync()
    {
        await _operatorTurn.WaitAsync();
        try
        {
            if (_operator is not { } signedIn || Clock.GetUtcNow() - signedIn.At > TimeSpan.FromHours(23))
            {
                var answer = await SignInAsync(OperatorEmail, OperatorPassword).Expect(200);
                _operator = signedIn = (Anonymous.With(answer["accessToken"]), Clock.GetUtcNow());
            }

            return signedIn.Client;
        }
        finally
        {
            _operatorTurn.Release();
        }
    }

    public Task<Answer> SignInAsync(string email, string password, string? organizationId = null, string? code = null) =>
        Anonymous.PostAsync("/auth/sign-in", new { email, password, organizationId, code });

    /// <summary>How often the log has this action, over all chains.</summary>
    public async Task<int> CountAuditAsync(string action, Guid? targetId = null)
    {
        await using var tables = await OpenTablesAsync();
        var target = targetId is { } id ? $" AND lower(CAST(target_id AS varchar(36))) = '{id}'" : "";
        return Convert.ToInt32(await tables.ScalarAsync($"SELECT COUNT(*) FROM audit_entry WHERE action = '{action}'{target}"), System.Globalization.CultureInfo.InvariantCulture);
    }

    public Task<TestOrganization> CreateOrganizationAsync(string? name = null) => TestOrganization.CreateAsync(this, name);

    /// <summary>Runs a job as its timer would.</summary>
    public Task RunJobAsync(string name) => Services.GetRequiredService<JobRunner>().RunAsync(
        Services.GetServices<Job>().Single(job => job.Name == name), CancellationToken.None);

    /// <summary>The tables themselves, past everything that guards them.</summary>
    public async Task<Tables> OpenTablesAsync()
    {
        var db = Services.GetRequiredService<OwnerDatabase>().Open();
        await db.Database.OpenConnectionAsync();
        // Where no owner is past the wall, EF's first command opens it, for as long as the connection is open.
        await db.Database.ExecuteSqlRawAsync("SELECT 1");
        return new Tables(db);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _operatorTurn.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (!_isGuest)
        {
            await DatabaseServer.Of(Database).DropAsync(ConnectionString);
        }
    }

    private static WebApplication Build(Database database, string connectionString, Action<WebApplicationBuilder>? change = null, params string[] settings)
    {
        var builder = HostApplication.CreateBuilder(
        [
            "--urls=http://127.0.0.1:0",
            $"--Database:Provider={database}",
            $"--ConnectionStrings:Platform={connectionString}",
            "--hostBuilder:reloadConfigOnChange=false",
            "--Operators:RequireMfa=false",
            "--Webhooks:AllowedNetworks=127.0.0.0/8",
            .. settings,
        ]);
        builder.Logging.ClearProviders();
        var services = builder.Services;
        services.AddSingleton(new TestClock(Beginning));
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<TestClock>());
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1000);
        services.AddStillTimers();
        services.AddCommandLog();
        CommandWatch.Watch(services);
        services.AddDeclaredRefusals();
        if (database == Database.Sqlite)
        {
            services.AddShadow();
        }

        change?.Invoke(builder);
        return builder.Build();
    }
}
