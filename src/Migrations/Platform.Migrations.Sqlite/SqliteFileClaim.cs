using Microsoft.Data.Sqlite;
using Platform.Kernel.Data;

namespace Platform.Migrations.Sqlite;

/// <summary>
/// An exclusive lock on a file beside the database, held by the operating system and so gone with the process, however
/// it ends. The file itself stays: deleting it would let a third host lock a new file of that name while a second
/// holds the old one.
/// </summary>
internal static class SqliteFileClaim
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    public static FileStream? Take(string connectionString)
    {
        if (DatabaseFile(connectionString) is not { } database)
        {
            return null;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(database)!);
        var claim = Lock(database);
        try
        {
            if (File.Exists(database))
            {
                DropAbandonedMigrationLock(connectionString);
            }

            return claim;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    private static FileStream Lock(string database)
    {
        try
        {
            return new FileStream(database + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
            when (exception.HResult is WindowsSharingViolation or LinuxWouldBlock or MacWouldBlock)
        {
            throw new DatabaseInUseException(
                $"Another host is using the SQLite database {database}: stop it first, or choose PostgreSql or SqlServer to run several hosts on one database."
            );
        }
    }

    // EF locks migrations by a row that outlives a host killed at that moment, and the next would wait for it for ever.
    // Whoever holds the claim knows that the row is nobody's.
    private static void DropAbandonedMigrationLock(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DROP TABLE IF EXISTS \"__EFMigrationsLock\";";
        command.ExecuteNonQuery();
    }

    // The file behind the connection string by its one true name, or null where the database lives in memory.
    public static string? DatabaseFile(string connectionString)
    {
        var connection = new SqliteConnectionStringBuilder(connectionString);
        var source = connection.DataSource;
        if (source.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            source = source.Contains("mode=memory", StringComparison.OrdinalIgnoreCase) ? "" : UriPath(source["file:".Length..]);
        }

        if (source is "" or ":memory:" || connection.Mode == SqliteOpenMode.Memory)
        {
            return null;
        }

        var file = new FileInfo(source);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    // https://sqlite.org/uri.html: an authority, where there is one, is empty or "localhost"; a relative path has none.
    private static string UriPath(string uri)
    {
        var path = uri.Split('?', '#')[0];
        if (path.StartsWith("//", StringComparison.Ordinal))
        {
            path = path.IndexOf('/', 2) is var start and > 0 ? path[start..] : "";
        }

        return Uri.UnescapeDataString(path);
    }
}
