using System.CommandLine;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Audit;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tenancy;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Results;

namespace Platform.Host.Commands;

/// <summary>Fills a database with organizations, people and tokens, for load tests. The API's rules hold; only the audit is as terse as the commands are few.</summary>
internal static class Seed
{
    private const int BatchSize = 500;

    public static Command Describe(string[] args)
    {
        var organizations = new Option<int>("--organizations") { Description = "How many organizations", DefaultValueFactory = _ => 1 };
        var people = new Option<int>("--people") { Description = "How many people, over all organizations", DefaultValueFactory = _ => 0 };
        var tokens = new Option<int>("--tokens") { Description = "How many tokens, over all organizations", DefaultValueFactory = _ => 0 };
        var varied = new Option<int>("--varied-tokens") { Description = "How many more, that are active, expiring, being rotated, expired or revoked", DefaultValueFactory = _ => 0 };
        var due = new Option<int>("--due-tokens") { Description = "How many more, whose end has come and was not noted yet", DefaultValueFactory = _ => 0 };
        var ending = new Option<int>("--ending-tokens") { Description = "How many more, each of a person without one, that all end on one day within a week" };
        var entries = new Option<int>("--audit-entries") { Description = "How many entries of the audit log, over all organizations, beside those of what is added" };
        var file = new Option<FileInfo?>("--secrets-file") { Description = "Where to write lines of organizationId,secret" };
        var command = new Command("seed", "Add organizations, people, tokens and entries of the audit log for load tests, then stop") { organizations, people, tokens, varied, due, ending, entries, file };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => RunAsync(
            args,
            new Amounts(parsed.GetValue(organizations), parsed.GetValue(people), parsed.GetValue(tokens), parsed.GetValue(varied), parsed.GetValue(due), parsed.GetValue(ending), parsed.GetValue(entries)),
            parsed.GetValue(file),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] args, Amounts all, FileInfo? file, CancellationToken cancellationToken)
    {
        if (all.Organizations < 1 || all.People < 0 || all.Tokens < 0 || all.Varied < 0 || all.Due < 0 || all.Ending < 0 || all.Entries < 0)
        {
            throw new ConfigurationException("seed needs at least one organization, and no negative numbers.");
        }

        await using var app = HostApplication.CreateBuilder(args).Build();
        using var claim = Migrate.Claim(app);
        await Migrate.ApplyAsync(app, cancellationToken);
        using var load = BeginLoad(app);
        await using (var loading = load is null ? null : HostApplication.CreateBuilder([.. args, $"--ConnectionStrings:Platform={load.ConnectionString}"]).Build())
        await using (var secrets = file is null ? StreamWriter.Null : file.CreateText())
        {
            for (var number = 0; number < all.Organizations; number++)
            {
                await SeedOrganizationAsync(loading ?? app, number, all.ShareOf(number), secrets, cancellationToken);
            }
        }

        load?.Complete();
        await app.Services.GetRequiredService<OwnerDatabase>().AnalyzeAsync(cancellationToken);
        Console.WriteLine($"{all.Organizations} organizations, {all.People} people and {all.Tokens + all.Varied + all.Due + all.Ending} tokens were added{(all.Entries > 0 ? $", and {all.Entries} entries of the audit log" : "")}.");
        return 0;
    }

    private static BulkLoad? BeginLoad(WebApplication app)
    {
        using var db = app.Services.GetRequiredService<OwnerDatabase>().Open();
        return app.Services.GetRequiredService<DatabaseProvider>().BeginLoad(db.Database.GetConnectionString()!);
    }

    private static async Task SeedOrganizationAsync(
        WebApplication app, int number, Amounts amounts, TextWriter secrets, CancellationToken cancellationToken)
    {
        // Slugs of several runs must not meet.
        var name = $"load-{Guid.CreateVersion7():N}";
        var organization = await SendAsync(
            app, null, new CreateOrganization($"Load {number + 1}", name, "Load Administrator", $"admin@{name}.example", null), cancellationToken);
        for (var first = 0; first < amounts.Entries; first += BatchSize)
        {
            await SendAsync(app, organization.Id, new SeedAuditEntries(first, Math.Min(BatchSize, amounts.Entries - first), amounts.Entries), cancellationToken);
        }

        var ids = new List<Guid>();
        while (ids.Count < amounts.People)
        {
            var count = Math.Min(BatchSize, amounts.People - ids.Count);
            ids.AddRange(await SendAsync(app, organization.Id, new SeedPeople(name, ids.Count, count), cancellationToken));
        }

        // Half of the tokens are people's, as far as there are people: each has one at most.
        var personal = ids.Take(amounts.Tokens / 2).ToList();
        foreach (var (kind, owners) in new[] { (SeededTokens.Good, personal), (SeededTokens.Ending, ids.Skip(personal.Count).Take(amounts.Ending)) })
        {
            foreach (var some in owners.Chunk(BatchSize))
            {
                await WriteAsync(secrets, organization.Id, await SendAsync(app, organization.Id, new SeedPersonalTokens(some, kind), cancellationToken));
            }
        }

        // Only good ones are of use to who reads the secrets.
        foreach (var (kind, count, writer) in new[]
        {
            (SeededTokens.Good, amounts.Tokens - personal.Count, secrets),
            (SeededTokens.Varied, amounts.Varied, StreamWriter.Null),
            (SeededTokens.Due, amounts.Due, StreamWriter.Null),
        })
        {
            for (var left = count; left > 0; left -= BatchSize)
            {
                await WriteAsync(writer, organization.Id, await SendAsync(app, organization.Id, new SeedServiceTokens(Math.Min(BatchSize, left), kind), cancellationToken));
            }
        }
    }

    private static async Task WriteAsync(TextWriter secrets, Guid organization, IReadOnlyList<string> issued)
    {
        foreach (var secret in issued)
        {
            await secrets.WriteLineAsync($"{organization},{secret}");
        }
    }

    private static async Task<T> SendAsync<T>(WebApplication app, Guid? organization, IRequest<Result<T>> command, CancellationToken cancellationToken)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(organization ?? OrganizationScope.Instance);
        var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, cancellationToken);
        return result.Error is { } error ? throw new ConfigurationException(error.Detail) : result.Value;
    }

    /// <summary>What is to be added: over all organizations, or of one.</summary>
    private sealed record Amounts(int Organizations, int People, int Tokens, int Varied, int Due, int Ending, int Entries)
    {
        public Amounts ShareOf(int number) => new(1, Of(People, number), Of(Tokens, number), Of(Varied, number), Of(Due, number), Of(Ending, number), Of(Entries, number));

        private int Of(int all, int number) => (all / Organizations) + (number < all % Organizations ? 1 : 0);
    }
}
