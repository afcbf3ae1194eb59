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

    private readonly string _database;
    private readonly string _copy;
    private readonly List<string> _indexes = [];

    private SqliteLoad(string database, string connectionString)
    {
        (_database, _copy) = (database, database + Suffix);
        ConnectionString = new SqliteConnectionStringBuilder(connectionString) { DataSource = _copy }.ConnectionString;
    }

    public override string ConnectionString { get; }

    public static bool IsLoading(string file) => file.EndsWith(Suffix, StringComparison.Ordinal);

    public static SqliteLoad Begin(string database, string connectionString)
    {
        var load = new SqliteLoad(database, connectionString);
        using (var connection = Open(connectionString))
        {
            Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE);");
        }

        SqliteConnection.ClearAllPools();
        File.Copy(database, load._copy, overwrite: true);
        using var copy = Open(load.ConnectionString);
        load.DropIndexes(copy);
        return load;
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

        File.Move(_copy, _database, overwrite: true);
    }

    protected override void Dispose(bool disposing) => File.Delete(_copy);

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
