using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;
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
