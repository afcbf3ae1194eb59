using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Migrations.PostgreSql;

/// <summary>PostgreSQL through Npgsql.</summary>
public sealed class PostgreSqlDatabase : DatabaseProvider
{
    // Those of a server that stops; the driver knows the other transient ones, deadlocks and serialization failures among them.
    private static readonly string[] Stopping = [PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown];

    private static readonly RowLevelSecurity RowLevelSecurity = new();

    /// <inheritdoc />
    public override string Name => "PostgreSql";

    /// <inheritdoc />
    public override string Analyze => "ANALYZE";

    /// <inheritdoc />
    public override SecondWall Wall => RowLevelSecurity;

    /// <inheritdoc />
    public override void Configure(DbContextOptionsBuilder options, string connectionString, int? maxBatchSize) =>
        Use(options, RowLevelSecurity.Confined(connectionString), maxBatchSize).AddInterceptors(RowLevelSecurity);

    // Owners come seldom and don't stay: nothing of theirs is left in a pool.
    /// <inheritdoc />
    public override void ConfigureForOwner(DbContextOptionsBuilder options, string connectionString, int? maxBatchSize) =>
        Use(options, new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString, maxBatchSize);

    /// <inheritdoc />
    public override bool IsUniqueViolation(DbException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <inheritdoc />
    public override bool IsTransient(DbException exception) => exception.IsTransient || Stopping.Contains(exception.SqlState);

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
                postgres.EnableRetryOnFailure(Retries, LongestPause, Stopping);
                if (maxBatchSize is { } size)
                {
                    postgres.MaxBatchSize(size);
                }
            }
        );
}
