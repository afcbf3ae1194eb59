using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Platform.Kernel.Coherence;

namespace Platform.Kernel.Data;

/// <summary>
/// All that differs between the databases, in one place for each. The implementation stands beside its migrations in
/// <c>src/Migrations/Platform.Migrations.*</c>, so that the Kernel knows no provider package.
/// </summary>
public abstract class DatabaseProvider
{
    /// <summary>The value of <c>Database:Provider</c>: <c>Sqlite</c>, <c>PostgreSql</c> or <c>SqlServer</c>.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// True where only one writer can be at work (SQLite): transactions then pass the asynchronous <see cref="WriteGate"/>,
    /// and one host owns the database, which it migrates itself at start.
    /// </summary>
    public virtual bool SingleWriter => false;

    /// <summary>The connection string where none is configured, or null where one must be.</summary>
    public virtual string? DefaultConnectionString(string dataDirectory) => null;

    /// <summary>How often a server database is asked again after a transient failure. Whoever waits for the answer should not wait long.</summary>
    protected const int Retries = 2;

    protected static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Points the options at this database, as the host works on it: behind its <see cref="SecondWall"/> where it has one.</summary>
    public abstract void Configure(DbContextOptionsBuilder options, string connectionString, int? maxBatchSize);

    /// <summary>The same for <see cref="OwnerDatabase"/>: past that wall.</summary>
    public virtual void ConfigureForOwner(DbContextOptionsBuilder options, string connectionString, int? maxBatchSize) =>
        Configure(options, connectionString, maxBatchSize);

    /// <summary>
    /// Comes before migrating: what of it EF's own lock does not keep several hosts from doing at once. It holds for as long as the
    /// context's connection is open.
    /// </summary>
    public virtual Task PrepareMigrationAsync(PlatformDbContext db, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>True where the failure is a violated unique index, whichever way this database says so.</summary>
    public abstract bool IsUniqueViolation(DbException exception);

    /// <summary>
    /// True where the same may well succeed a little later: the server was not reached, did not answer in time, or two
    /// transactions were in each other's way.
    /// </summary>
    public virtual bool IsTransient(DbException exception) => exception.IsTransient;

    /// <summary>SQL that tells the database how to plan for tables that were just made; null where it finds out by itself.</summary>
    public virtual string? Statistics => null;

    /// <summary>SQL after which the database knows what its tables hold once many rows were added at once.</summary>
    public virtual string? Analyze => Statistics;

    /// <summary>Rows of one statement of <see cref="AddUp"/>: each is a round trip, and SQL Server takes 2,100 parameters.</summary>
    public virtual int RowsOfAddUp => 100;

    /// <summary>
    /// SQL that adds rows of counts to a table: a new key becomes a row, to a known one the counts are added. The parameters are
    /// <c>@p0</c>, <c>@p1</c>, … in the order of the columns, row after row.
    /// </summary>
    public virtual string AddUp(CountTable table, int rows)
    {
        var set = table.Sums.Select(sum => $"{sum} = {table.Name}.{sum} + excluded.{sum}")
            .Concat(table.Latest.Select(time => $"{time} = CASE WHEN excluded.{time} > {table.Name}.{time} THEN excluded.{time} ELSE {table.Name}.{time} END"))
            .ToList();
        var otherwise = set.Count == 0 ? "DO NOTHING" : $"DO UPDATE SET {string.Join(", ", set)}";
        return $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns)}) VALUES {table.Parameters(rows)} "
            + $"ON CONFLICT ({string.Join(", ", table.Keys)}) {otherwise}";
    }

    /// <summary>SQL that changes rows and gives back their columns as they are then, under the lock that the change has taken.</summary>
    public virtual string UpdateAndRead(string table, string set, string where, IReadOnlyList<string> columns) =>
        $"UPDATE {table} SET {set} WHERE {where} RETURNING {string.Join(", ", columns)}";

    /// <summary>SQL that deletes so many rows at most of those with a value in a column, which is the parameter <c>{0}</c>.</summary>
    public abstract string DeleteSome(string table, string column, int rows);

    /// <summary>
    /// Keeps a second host off a database that only one may open. Held until disposed; null where any number may.
    /// </summary>
    /// <exception cref="DatabaseInUseException">Another host has it.</exception>
    public virtual IDisposable? Claim(string connectionString) => null;

    /// <summary>Begins to add very many rows at once, beside the database, which nobody else may have open; null where they are added in place.</summary>
    public virtual BulkLoad? BeginLoad(string connectionString) => null;

    /// <summary>What commits are written to first, where this program is to move them on to the database; null where the database does so.</summary>
    public virtual Journal? OpenJournal(string connectionString) => null;

    /// <summary>
    /// Lets the next transaction commit before the disk has it, until disposed; null where every commit waits. What is committed
    /// after it, and is on the disk, takes it along. Only where one host owns the database: after a power cut no node may know
    /// of a revision that the database has forgotten.
    /// </summary>
    public virtual ValueTask<IAsyncDisposable?> CommitAheadAsync(DatabaseFacade database) => new((IAsyncDisposable?)null);

    /// <summary>SQL in a transaction that wakes the nodes when it commits; null where they look by themselves.</summary>
    public virtual string? WakeNodes => null;

    /// <summary>A connection of its own for the feed of changes, still closed; only where several hosts may serve.</summary>
    public virtual FeedLink ConnectFeed(string connectionString) => throw new NotSupportedException($"{Name} has one node.");

    /// <summary>Forgets the connections that the pool holds: the database was lost, and they with it.</summary>
    public virtual void ForgetConnections(string connectionString)
    {
    }
}

/// <summary>A table to which counts are added.</summary>
/// <param name="Name">The table.</param>
/// <param name="Keys">The columns of its primary key.</param>
/// <param name="Fixed">Columns that a new row is given and an old one keeps.</param>
/// <param name="Sums">Columns that are added up.</param>
/// <param name="Latest">Columns of which the greater value stays.</param>
public sealed record CountTable(
    string Name, IReadOnlyList<string> Keys, IReadOnlyList<string> Fixed, IReadOnlyList<string> Sums, IReadOnlyList<string> Latest)
{
    public IReadOnlyList<string> Columns { get; } = [.. Keys, .. Fixed, .. Sums, .. Latest];

    /// <summary><c>(@p0, @p1), (@p2, @p3)</c></summary>
    public string Parameters(int rows) => string.Join(", ", Enumerable.Range(0, rows)
        .Select(row => $"({string.Join(", ", Enumerable.Range(row * Columns.Count, Columns.Count).Select(number => $"@p{number}"))})"));
}

/// <summary>Another host has the single-host database open. The message is fit for the console.</summary>
public sealed class DatabaseInUseException(string message) : Exception(message);
