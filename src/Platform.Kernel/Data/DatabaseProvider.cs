using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Platform.Kernel.Data;

/// <summary>
/// All that differs between the databases, in one place for each. The implementation stands beside its migrations in
/// <c>src/Migrations/Platform.Migrations.*</c>, so that the Kernel knows no provider package.
/// </summary>
public abstract class DatabaseProvider
{
    /// <summary>The value of <c>Database:Provider</c>: <c>Sqlite</c>, <c>PostgreSql</c> or <c>SqlServer</c>.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// True where only one writer can be at work (SQLite): transactions then pass the asynchronous <see cref="WriteGate"/>,
    /// and one host owns the database, which it migrates itself at start.
    /// </summary>
    public virtual bool SingleWriter => false;

    /// <summary>The connection string where none is configured, or null where one must be.</summary>
    public virtual string? DefaultConnectionString(string dataDirectory) => null;

    /// <summary>Points the options at this database and at its own migrations assembly.</summary>
    public abstract void Configure(DbContextOptionsBuilder options, string connectionString, int? maxBatchSize);

    /// <summary>True where the failure is a violated unique index, whichever way this database says so.</summary>
    public abstract bool IsUniqueViolation(DbException exception);

    /// <summary>
    /// Keeps a second host off a database that only one may open. Held until disposed; null where any number may.
    /// </summary>
    /// <exception cref="DatabaseInUseException">Another host has it.</exception>
    public virtual IDisposable? Claim(string connectionString) => null;
}

/// <summary>Another host has the single-host database open. The message is fit for the console.</summary>
public sealed class DatabaseInUseException(string message) : Exception(message);
