using Microsoft.Data.Sqlite;
using Platform.Kernel.Data;

namespace Platform.Migrations.Sqlite;

/// <summary>
/// A file beside the database's, known by the end of its name. Adding a row in the middle of many indexes costs many times
/// what the row does once a table is larger than the memory for it; sorting them in the end costs little.
/// </summary>
internal sealed class SqliteLoad : BulkLoad
{
    private const string Suffix = ".loading";

    // A crash loses the copy, which nobody has seen.
    public const string Hurried = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-262144;";

    // https://sqlite.org/rescode.html
    private const int Busy = 5;

    private readonly string _database;
    private readonly string _copy;
    private readonly SqliteConnection _held;
    private readonly List<string> _indexes = [];

    private SqliteLoad(string database, string connectionString, SqliteConnection held)
    {
        (_database, _copy, _held) = (database, database + Suffix, held);
        ConnectionString = new SqliteConnectionStringBuilder(connectionString) { DataSource = _copy }.ConnectionString;
    }

    public override string ConnectionString { get; }

    public static bool IsLoading(string file) => file.EndsWith(Suffix, StringComparison.Ordinal);

    public static SqliteLoad Begin(string database, string connectionString)
    {
        var load = new SqliteLoad(database, connectionString, Hold(database, connectionString));
        try
        {
            File.Delete(load._copy);
            using var copy = Open(load.ConnectionString);
            load._held.BackupDatabase(copy);
            load.DropIndexes(copy);
            return load;
        }
        catch
        {
            load.Dispose();
            throw;
        }
    }

    public override void Complete()
    {
        SqliteConnection.ClearAllPools();
        using (var connection = Open(ConnectionString))
        {
            foreach (var index in _indexes)
            {
                Execute(connection, index);
            }
        }

        SqliteConnection.ClearAllPools();
        using (var written = File.Open(_copy, FileMode.Open, FileAccess.ReadWrite))
        {
            written.Flush(flushToDisk: true);
        }

        if (OperatingSystem.IsWindows())
        {
            // It replaces no open file; elsewhere nobody gets in between.
            _held.Dispose();
        }

        File.Move(_copy, _database, overwrite: true);
    }

    protected override void Dispose(bool disposing)
    {
        _held.Dispose();
        File.Delete(_copy);
    }

    /// <summary>
    /// Keeps everybody out: what another program reads or writes in the file that is replaced would be lost, or worse. Whoever has
    /// it open already, if only to read, is in the way of leaving the WAL.
    /// </summary>
    private static SqliteConnection Hold(string database, string connectionString)
    {
        SqliteConnection.ClearAllPools();
        var held = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false, DefaultTimeout = 1 }.ConnectionString);
        try
        {
            held.Open();

            // In this mode a lock outlives its transaction: out of the midst of one nothing is copied.
            Execute(held, "PRAGMA journal_mode=DELETE; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;");
            return held;
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode == Busy)
        {
            held.Dispose();
            throw new DatabaseInUseException($"Another program has the SQLite database {database} open. It is replaced in the end: close it there first.");
        }
    }

    private static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        if (IsLoading(connection.DataSource))
        {
            Execute(connection, Hurried);
        }

        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // Unique ones stay: what they forbid is found where it happens.
    private void DropIndexes(SqliteConnection connection)
    {
        var names = new List<string>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                names.Add(reader.GetString(0));
                _indexes.Add(reader.GetString(1));
            }
        }

        foreach (var name in names)
        {
            Execute(connection, $"DROP INDEX \"{name}\";");
        }
    }
}
