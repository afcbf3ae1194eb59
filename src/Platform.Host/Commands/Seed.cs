using System.CommandLine;
using MediatR;
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
        var file = new Option<FileInfo?>("--secrets-file") { Description = "Where to write lines of organizationId,secret" };
        var command = new Command("seed", "Add organizations, people and tokens for load tests, then stop") { organizations, people, tokens, file };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => RunAsync(
            args, parsed.GetValue(organizations), parsed.GetValue(people), parsed.GetValue(tokens), parsed.GetValue(file), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string[] args, int organizations, int people, int tokens, FileInfo? file, CancellationToken cancellationToken)
    {
        if (organizations < 1 || people < 0 || tokens < 0)
        {
            throw new ConfigurationException("seed needs at least one organization, and no negative numbers.");
        }

        await using var app = HostApplication.CreateBuilder(args).Build();
        using var claim = Migrate.Claim(app);
        await Migrate.ApplyAsync(app, cancellationToken);
        await using var secrets = file is null ? StreamWriter.Null : file.CreateText();
        for (var number = 0; number < organizations; number++)
        {
            await SeedOrganizationAsync(
                app, number, ShareOf(people, organizations, number), ShareOf(tokens, organizations, number), secrets, cancellationToken);
        }

        Console.WriteLine($"{organizations} organizations, {people} people and {tokens} tokens were added.");
        return 0;
    }

    private static async Task SeedOrganizationAsync(
        WebApplication app, int number, int people, int tokens, TextWriter secrets, CancellationToken cancellationToken)
    {
        // Slugs of several runs must not meet.
        var name = $"load-{Guid.CreateVersion7():N}";
        var organization = await SendAsync(
            app, null, new CreateOrganization($"Load {number + 1}", name, "Load Administrator", $"admin@{name}.example", null), cancellationToken);
        var ids = new List<Guid>();
        while (ids.Count < people)
        {
            var count = Math.Min(BatchSize, people - ids.Count);
            ids.AddRange(await SendAsync(app, organization.Id, new SeedPeople(name, ids.Count, count), cancellationToken));
        }

        // Half of the tokens are people's, as far as there are people: each has one at most.
        var personal = ids.Take(tokens / 2).Chunk(BatchSize).ToList();
        foreach (var owners in personal)
        {
            await WriteAsync(secrets, organization.Id, await SendAsync(app, organization.Id, new SeedPersonalTokens(owners), cancellationToken));
        }

        for (var left = tokens - personal.Sum(owners => owners.Length); left > 0; left -= BatchSize)
        {
            await WriteAsync(secrets, organization.Id, await SendAsync(app, organization.Id, new SeedServiceTokens(Math.Min(BatchSize, left)), cancellationToken));
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

    private static int ShareOf(int all, int parts, int part) => (all / parts) + (part < all % parts ? 1 : 0);
}
