using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Platform.Migrations.Sqlite;

/// <summary>
/// While it is there, a commit of this connection leaves its pages to the operating system: a crash of the host loses nothing, a
/// power cut may. The connection goes back to the pool as it was.
/// </summary>
internal sealed class SqliteCommitAhead : IAsyncDisposable
{
    private readonly DatabaseFacade _database;

    private SqliteCommitAhead(DatabaseFacade database) => _database = database;

    public static async Task<SqliteCommitAhead> BeginAsync(DatabaseFacade database)
    {
        await database.OpenConnectionAsync();
        await database.ExecuteSqlRawAsync("PRAGMA synchronous=NORMAL;");
        return new SqliteCommitAhead(database);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.ExecuteSqlRawAsync("PRAGMA synchronous=FULL;");
        await _database.CloseConnectionAsync();
    }
}
