using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Migrations.SqlServer;

/// <summary>SQL Server through Microsoft.Data.SqlClient, with SQL logins and always over TLS.</summary>
public sealed class SqlServerDatabase : DatabaseProvider
{
    private const int DuplicateIndexKey = 2601;
    private const int DuplicateConstraintKey = 2627;
    private const int DatabaseExists = 1801;
    private const int Deadlock = 1205;
    private const int LockTimeOut = 1222;
    private const int TimeOut = -2;

    // https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-error-severities: from here on it is
    // resources, the server or the connection, and not what was asked.
    private const byte BeyondTheCaller = 17;

    private static readonly SecurityPolicy HostWall = new();
    private static readonly OpenSecurityPolicy OwnerWall = new();

    // The native networking library of Windows comes in a package of its own that is not referenced here: all systems
    // run the same managed code.
    static SqlServerDatabase() =>
        AppContext.SetSwitch("Switch.Microsoft.Data.SqlClient.UseManagedNetworkingOnWindows", true);

    /// <inheritdoc />
    public override string Name => "SqlServer";

    /// <inheritdoc />
    public override void Configure(DbContextOptionsBuilder options, string connectionString, int? maxBatchSize) =>
        Use(options, connectionString, maxBatchSize).AddInterceptors(HostWall);

    /// <inheritdoc />
    public override void ConfigureForOwner(DbContextOptionsBuilder options, string connectionString, int? maxBatchSize) =>
        Use(options, connectionString, maxBatchSize).AddInterceptors(OwnerWall);

    // EF's own lock is in the database, which must be there for it.
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
            catch (SqlException failure) when (failure.Number == DatabaseExists)
            {
                // Another host was quicker.
            }
        }
    }

    /// <inheritdoc />
    public override string DeleteSome(string table, string column, int rows) =>
        $"DELETE TOP ({rows}) FROM {table} WHERE {column} = {{0}}";

    /// <inheritdoc />
    public override bool IsUniqueViolation(DbException exception) =>
        exception is SqlException { Number: DuplicateIndexKey or DuplicateConstraintKey };

    /// <inheritdoc />
    public override bool IsTransient(DbException exception) =>
        exception is SqlException { Number: Deadlock or LockTimeOut or TimeOut } or SqlException { Class: >= BeyondTheCaller };

    /// <inheritdoc />
    public override string AddUp(CountTable table, int rows)
    {
        var set = table.Sums.Select(sum => $"{sum} = held.{sum} + new.{sum}")
            .Concat(table.Latest.Select(time => $"{time} = CASE WHEN new.{time} > held.{time} THEN new.{time} ELSE held.{time} END"))
            .ToList();
        var columns = string.Join(", ", table.Columns);
        return $"MERGE {table.Name} WITH (HOLDLOCK) AS held USING (VALUES {table.Parameters(rows)}) AS new ({columns}) "
            + $"ON {string.Join(" AND ", table.Keys.Select(key => $"held.{key} = new.{key}"))} "
            + (set.Count == 0 ? "" : $"WHEN MATCHED THEN UPDATE SET {string.Join(", ", set)} ")
            + $"WHEN NOT MATCHED THEN INSERT ({columns}) VALUES ({string.Join(", ", table.Columns.Select(column => $"new.{column}"))});";
    }

    /// <inheritdoc />
    public override string UpdateAndRead(string table, string set, string where, IReadOnlyList<string> columns) =>
        $"UPDATE {table} SET {set} OUTPUT {string.Join(", ", columns.Select(column => $"inserted.{column}"))} WHERE {where}";

    /// <inheritdoc />
    public override FeedLink ConnectFeed(string connectionString) => new SqlServerFeed(Encrypted(connectionString));

    /// <inheritdoc />
    public override void ForgetConnections(string connectionString)
    {
        using var connection = new SqlConnection(Encrypted(connectionString));
        SqlConnection.ClearPool(connection);
    }

    private static DbContextOptionsBuilder Use(DbContextOptionsBuilder options, string connectionString, int? maxBatchSize) =>
        options.UseSqlServer(
            Encrypted(connectionString),
            sqlServer =>
            {
                sqlServer.MigrationsAssembly(typeof(SqlServerDatabase).Assembly);
                sqlServer.MigrationsHistoryTable("kernel_migration");
                sqlServer.EnableRetryOnFailure(Retries, LongestPause, [Deadlock, LockTimeOut, TimeOut]);
                if (maxBatchSize is { } size)
                {
                    sqlServer.MaxBatchSize(size);
                }
            }
        );

    // Without TLS, SqlClient on Linux breaks on large nvarchar(max) values, whatever else speaks for encryption.
    private static string Encrypted(string connectionString)
    {
        var builder = new SqlConnectionStringBuilder(connectionString);
        if (builder.Encrypt != SqlConnectionEncryptOption.Strict)
        {
            builder.Encrypt = SqlConnectionEncryptOption.Mandatory;
        }

        return builder.ConnectionString;
    }
}
