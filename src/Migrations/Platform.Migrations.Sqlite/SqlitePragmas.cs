using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Platform.Migrations.Sqlite;

/// <summary>
/// Sets what SQLite keeps per connection. The driver's pool hands out the same native handle again with its settings
/// intact, so each handle is set once and a pooled open costs one look-up.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    // synchronous=FULL: in WAL mode NORMAL may lose the last commits in a power cut, and a revocation must not be lost.
    // busy_timeout: SQLite's own wait looks again after 1 to 100 ms, the driver's after 150 ms; the driver goes on after it.
    // wal_autocheckpoint: the host does it beside the writers (SqliteJournal); this is for when it can't keep up, or does not run.
    private const string PerConnection =
        "PRAGMA busy_timeout=1000; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=16000;";

    private readonly ConditionalWeakTable<sqlite3, object> _set = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Set(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Set(connection);
        return Task.CompletedTask;
    }

    private void Set(DbConnection connection)
    {
        if (connection is not SqliteConnection { Handle: { } handle } || _set.TryGetValue(handle, out _))
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = SqliteLoad.IsLoading(connection.DataSource) ? SqliteLoad.Hurried : PerConnection;
        command.ExecuteNonQuery();

        // EF also opens the file read-only, to see whether it is there; the journal mode is written into the file.
        if (raw.sqlite3_db_readonly(handle, "main") == 0 && !SqliteLoad.IsLoading(connection.DataSource))
        {
            command.CommandText = "PRAGMA journal_mode=WAL;";
            command.ExecuteNonQuery();
        }

        _set.AddOrUpdate(handle, handle);
    }
}
