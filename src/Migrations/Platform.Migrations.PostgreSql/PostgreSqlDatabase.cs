using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Migrations.PostgreSql;

/// <summary>PostgreSQL through Npgsql.</summary>
public sealed class PostgreSqlDatabase : DatabaseProvider
{
    /// <summary>Any number that nobody else in the database locks by.</summary>
    private const long MigrationLock = 7_526_768_903_561_293;

    /// <summary>idle_in_transaction_session_timeout, of which the driver knows no name.</summary>
    private const string IdleInTransaction = "25P03";

    /// <summary>The server has ended the session: it stops, it has crashed, or nothing had happened in a transaction for too long.</summary>
    private static readonly string[] Ended = [PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown, IdleInTransaction];

    private static readonly RowLevelSecurity Wall = new();

    /// <inheritdoc />
    public override string Name => "PostgreSql";

    /// <inheritdoc />
    public override string Analyze => "ANALYZE";

    /// <inheritdoc />
    public override void Configure(DbContextOptionsBuilder options, string connectionString, int? maxBatchSize) =>
        Use(options, RowLevelSecurity.Confined(connectionString), maxBatchSize).AddInterceptors(Wall);

    // EF locks the history of migrations, which is there only once there is a database with it in it.
    /// <inheritdoc />
    public override async Task PrepareMigrationAsync(PlatformDbContext db, CancellationToken cancellationToken)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancellationToken))
        {
            try
            {
                await creator.CreateAsync(cancellationToken);
            }
            catch (PostgresException failure) when (failure.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
            {
                // Another host was quicker.
            }
        }

        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLock})", cancellationToken);
    }

    // Owners come seldom and don't stay: nothing of theirs is left in a pool.
    /// <inheritdoc />
    public override void ConfigureForOwner(DbContextOptionsBuilder options, string connectionString, int? maxBatchSize) =>
        Use(options, new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString, maxBatchSize);

    /// <inheritdoc />
    public override string DeleteSome(string table, string column, int rows) =>
        $"DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {table} WHERE {column} = {{0}} LIMIT {rows}))";

    /// <inheritdoc />
    public override bool IsUniqueViolation(DbException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <inheritdoc />
    public override bool IsTransient(DbException exception) => base.IsTransient(exception) || exception is PostgresException { SqlState: var state } && Ended.Contains(state);

    /// <inheritdoc />
    public override string WakeNodes => PostgreSqlFeed.Wake;

    /// <inheritdoc />
    public override FeedLink ConnectFeed(string connectionString) => new PostgreSqlFeed(RowLevelSecurity.Confined(connectionString));

    /// <inheritdoc />
    public override void ForgetConnections(string connectionString)
    {
        using var connection = new NpgsqlConnection(RowLevelSecurity.Confined(connectionString));
        NpgsqlConnection.ClearPool(connection);
    }

    private static DbContextOptionsBuilder Use(DbContextOptionsBuilder options, string connectionString, int? maxBatchSize) =>
        options.UseNpgsql(
            connectionString,
            postgres =>
            {
                postgres.MigrationsAssembly(typeof(PostgreSqlDatabase).Assembly);
                postgres.MigrationsHistoryTable("kernel_migration");
                postgres.EnableRetryOnFailure(Retries, LongestPause, Ended);
                if (maxBatchSize is { } size)
                {
                    postgres.MaxBatchSize(size);
                }
            }
        );
}
