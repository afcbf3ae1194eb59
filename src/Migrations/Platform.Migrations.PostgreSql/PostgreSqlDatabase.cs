using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Migrations.PostgreSql;

/// <summary>PostgreSQL through Npgsql.</summary>
public sealed class PostgreSqlDatabase : DatabaseProvider
{
    /// <inheritdoc />
    public override string Name => "PostgreSql";

    /// <inheritdoc />
    public override string Analyze => "ANALYZE";

    /// <inheritdoc />
    public override void Configure(DbContextOptionsBuilder options, string connectionString, int? maxBatchSize) =>
        options.UseNpgsql(
            connectionString,
            postgres =>
            {
                postgres.MigrationsAssembly(typeof(PostgreSqlDatabase).Assembly);
                postgres.MigrationsHistoryTable("kernel_migration");
                if (maxBatchSize is { } size)
                {
                    postgres.MaxBatchSize(size);
                }
            }
        );

    /// <inheritdoc />
    public override bool IsUniqueViolation(DbException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <inheritdoc />
    public override string WakeNodes => PostgreSqlFeed.Wake;

    /// <inheritdoc />
    public override FeedLink ConnectFeed(string connectionString) => new PostgreSqlFeed(connectionString);

    /// <inheritdoc />
    public override void ForgetConnections(string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(connection);
    }
}
