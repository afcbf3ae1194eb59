using Microsoft.Data.Sqlite;
using Platform.Kernel.Data;

namespace Platform.Migrations.Sqlite;

/// <summary>SQLite's write-ahead log: https://sqlite.org/wal.html#checkpointing.</summary>
internal sealed class SqliteJournal : Journal
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _checkpoint;
    private readonly FileInfo _file;
    private (DateTime At, long Length) _seen;

    public SqliteJournal(string database, string connectionString)
    {
        _file = new FileInfo(database + "-wal");
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        _connection.Open();
        _checkpoint = _connection.CreateCommand();
        _checkpoint.CommandText = "PRAGMA synchronous=FULL;";
        _checkpoint.ExecuteNonQuery();
        _checkpoint.CommandText = "PRAGMA wal_checkpoint(PASSIVE);";
    }

    public override int Checkpoint()
    {
        // Nothing was committed since: looking at the file costs less than asking.
        _file.Refresh();
        var now = (_file.Exists ? _file.LastWriteTimeUtc : default, _file.Exists ? _file.Length : 0);
        if (now == _seen)
        {
            return 0;
        }

        _seen = now;
        using var reader = _checkpoint.ExecuteReader();
        return reader.Read() ? Math.Max(0, reader.GetInt32(1)) : 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _checkpoint.Dispose();
            _connection.Dispose();
        }
    }
}
