using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Platform.Kernel.Data;

namespace Platform.Migrations.Sqlite;

/// <summary>SQLite in a file of its own, in WAL mode: one host, one writer at a time, any number of readers.</summary>
public sealed class SqliteDatabase : DatabaseProvider
{
    // https://sqlite.org/rescode.html: SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY
    private const int UniqueIndex = 2067;
    private const int PrimaryKey = 1555;

    private static readonly SqlitePragmas Pragmas = new();

    /// <inheritdoc />
    public override string Name => "Sqlite";

    /// <inheritdoc />
    public override bool SingleWriter => true;

    /// <inheritdoc />
    public override string DefaultConnectionString(string dataDirectory) =>
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataDirectory, "platform.db") }.ConnectionString;

    /// <inheritdoc />
    public override void Configure(DbContextOptionsBuilder options, string connectionString, int? maxBatchSize) =>
        options
            .UseSqlite(
                connectionString,
                sqlite =>
                {
                    sqlite.MigrationsAssembly(typeof(SqliteDatabase).Assembly);
                    sqlite.MigrationsHistoryTable("kernel_migration");
                    if (maxBatchSize is { } size)
                    {
                        sqlite.MaxBatchSize(size);
                    }
                }
            )
            .AddInterceptors(Pragmas);

    /// <inheritdoc />
    public override string DeleteSome(string table, string column, int rows) =>
        $"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE {column} = {{0}} LIMIT {rows})";

    /// <inheritdoc />
    public override bool IsUniqueViolation(DbException exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: UniqueIndex or PrimaryKey };

    // Left alone, SQLite takes any value of an index for ten rows, and reads all of an organization to find eleven by their keys.
    // Counting (ANALYZE, PRAGMA optimize) would keep every writer out for seconds, and be wrong once an organization has grown:
    // so the statistics are written, as of a large database, in which a number as the second column is a state or a kind.
    // https://sqlite.org/fileformat2.html#stat1tab
    /// <inheritdoc />
    public override string Statistics =>
        """
        ANALYZE sqlite_schema;
        DELETE FROM sqlite_stat1;
        INSERT INTO sqlite_stat1 (tbl, idx, stat)
            SELECT tables.name, indexes.name, '1000000 10000' || COALESCE((
                SELECT CASE columns.type WHEN 'INTEGER' THEN ' 8000' ELSE ' 10' END
                FROM pragma_index_info(indexes.name) AS parts JOIN pragma_table_info(tables.name) AS columns ON columns.cid = parts.cid
                WHERE parts.seqno = 1), '')
            FROM sqlite_schema AS tables, pragma_index_list(tables.name) AS indexes
            WHERE tables.type = 'table' AND NOT (indexes."unique" AND (SELECT COUNT(*) FROM pragma_index_info(indexes.name)) = 1);
        ANALYZE sqlite_schema;
        """;

    // There is no round trip to save, and a short statement is prepared once for all rows.
    /// <inheritdoc />
    public override int RowsOfAddUp => 1;

    /// <inheritdoc />
    public override IDisposable? Claim(string connectionString) => SqliteFileClaim.Take(connectionString);

    /// <inheritdoc />
    public override BulkLoad? BeginLoad(string connectionString) =>
        SqliteFileClaim.DatabaseFile(connectionString) is { } database ? SqliteLoad.Begin(database, connectionString) : null;

    /// <inheritdoc />
    public override async ValueTask<IAsyncDisposable?> CommitAheadAsync(DatabaseFacade database) =>
        await SqliteCommitAhead.BeginAsync(database);

    /// <inheritdoc />
    public override Journal? OpenJournal(string connectionString) =>
        SqliteFileClaim.DatabaseFile(connectionString) is { } database ? new SqliteJournal(database, connectionString) : null;
}
