using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Platform.Host;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Migrations.Sqlite;

namespace Platform.IntegrationTests.Audit;

/// <summary>
/// Watches each command that the suite's hosts run: which tables its statements have written to, whichever way they came to be,
/// and how many entries the log has got for it. A change without its entry is noticed wherever in the suite it happens.
/// </summary>
internal sealed partial class CommandWatch
{
    private static readonly AsyncLocal<CommandWatch?> Running = new();
    private static readonly Lazy<HashSet<string>> AuditedTables = new(ReadAuditedTables);

    /// <summary>Commands that write to tables of what is audited and leave no entry, and why none is missing.</summary>
    private static readonly Dictionary<string, string> Silent = new()
    {
        ["DiscardBatchPart"] = "Rows of an import that never landed: nobody has seen them, and the log knows nothing of them",
        ["ExchangeRefreshToken"] = "Each reload of a page does; from elsewhere, or into another organization, there is an entry of it",
        ["NoteFirstUse"] = "That a replacement is in use is bookkeeping; where that ends the replaced token, there is an entry of it",
        ["NotePasskeyUse"] = "Counts a use; the session that it leads to has its entry",
        ["NoticeSomeUnusedTokens"] = "That it was told of is bookkeeping",
        ["PruneSignIn"] = "Attempts and tokens past their time, whose entries are there",
        ["PurgePeople"] = "An organization that is gone for good, and its log with it; the instance's log says that it was deleted",
        ["PurgeSomeRows"] = "The same",
        ["SettleDeliveries"] = "That a webhook fails is bookkeeping; where that disables it, there is an entry of it",
        ["StagePeople"] = "Nobody sees the rows before they land, which is one entry for all of them",
        ["UseSecondFactor"] = "That a code was taken is bookkeeping; the session that it leads to has its entry",
    };

    private readonly ConcurrentDictionary<string, bool> _written = new();
    private int _entries;

    /// <summary>All that have run, by name, those within others too.</summary>
    public static ConcurrentDictionary<string, bool> Seen { get; } = new();

    /// <summary>Commands that changed something and left no entry, with what they have written to.</summary>
    public static ConcurrentDictionary<string, string> Faults { get; } = new();

    public static IReadOnlyCollection<string> Excused => Silent.Keys;

    /// <summary>Has it watch a host's commands.</summary>
    public static void Watch(IServiceCollection services)
    {
        // The first of the behaviors is the outermost.
        services.Insert(0, ServiceDescriptor.Scoped(typeof(IPipelineBehavior<,>), typeof(WatchBehavior<,>)));
        services.AddInterceptor(new Statements());
        var log = services.Last(service => service.ServiceType == typeof(IAuditLog)).ImplementationType!;
        services.AddScoped<IAuditLog>(provider => new CountingLog((IAuditLog)ActivatorUtilities.CreateInstance(provider, log)));
    }

    private void Conclude(string command)
    {
        var written = _written.Keys.Where(AuditedTables.Value.Contains).Order().ToList();
        if (written.Count > 0 && _entries == 0 && !Silent.ContainsKey(command))
        {
            Faults.TryAdd(command, string.Join(", ", written));
        }
    }

    private static HashSet<string> ReadAuditedTables()
    {
        var options = new DbContextOptionsBuilder<PlatformDbContext>();
        new SqliteDatabase().Configure(options, "Data Source=:memory:", maxBatchSize: null);
        using var db = new PlatformDbContext(options.Options, new PlatformModel(HostModules.All));
        return [.. db.Model.GetEntityTypes().Where(type => typeof(AuditedEntity).IsAssignableFrom(type.ClrType)).Select(type => type.GetTableName()!)];
    }

    [GeneratedRegex("\\b(?:INSERT INTO|UPDATE|DELETE FROM) [\"\\[]?(\\w+)")]
    private static partial Regex Target();

    private sealed class WatchBehavior<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
        where TRequest : IRequest<TResponse>
    {
        public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
        {
            if (request is not ICommand)
            {
                return await next();
            }

            Seen.TryAdd(request.GetType().Name, true);
            if (Running.Value is not null)
            {
                return await next();
            }

            var watch = Running.Value = new CommandWatch();
            try
            {
                var result = await next();
                if (result is not IResult { Error: not null } && request is not IRehearsal)
                {
                    watch.Conclude(request.GetType().Name);
                }

                return result;
            }
            finally
            {
                Running.Value = null;
            }
        }
    }

    private sealed class CountingLog(IAuditLog log) : IAuditLog
    {
        public Task AppendAsync(PlatformDbContext db, IReadOnlyList<AuditFact> facts, Caller caller, CancellationToken cancellationToken)
        {
            if (Running.Value is { } watch)
            {
                Interlocked.Add(ref watch._entries, facts.Count);
            }

            return log.AppendAsync(db, facts, caller, cancellationToken);
        }
    }

    private sealed class Statements : DbCommandInterceptor, IDbTransactionInterceptor
    {
        /// <summary>A command that another one got in the way of begins anew, and what it wrote at first is undone.</summary>
        ValueTask<InterceptionResult<DbTransaction>> IDbTransactionInterceptor.TransactionStartingAsync(
            DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken)
        {
            if (Running.Value is { } watch)
            {
                watch._written.Clear();
                watch._entries = 0;
            }

            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Note(command);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Note(command);
            return ValueTask.FromResult(result);
        }

        private static void Note(DbCommand command)
        {
            if (Running.Value is { } watch)
            {
                foreach (Match match in Target().Matches(command.CommandText))
                {
                    watch._written.TryAdd(match.Groups[1].Value, true);
                }
            }
        }
    }
}
