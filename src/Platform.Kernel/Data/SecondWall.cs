using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Platform.Kernel.Data;

/// <summary>
/// Tells a server database whose rows each command may touch, so that it refuses all others by itself. The query filter is the
/// first wall; where one was forgotten or lifted, this one stands.
/// </summary>
/// <remarks>
/// Outside of a transaction every command says it: a connection from the pool knows nothing of its last user. In a transaction
/// the first command says it, and the next one after the organization has changed.
/// </remarks>
public abstract class SecondWall : DbCommandInterceptor, IDbTransactionInterceptor
{
    /// <summary>Told in place of an organization's id by what names every organization.</summary>
    protected const string Every = "every";

    /// <summary>SQL that tells the session whose rows it may touch: an organization's id, <see cref="Every"/>, or "" for nobody's.</summary>
    protected abstract string Tell(string whose);

    /// <summary>True where that SQL can stand in front of such a command's own, which spares a round trip.</summary>
    protected virtual bool FitsBefore(CommandSource source) => false;

    /// <summary>Whose rows the command is for.</summary>
    protected virtual string WhoseRows(PlatformDbContext db, DbCommand command) =>
        command.CommandText.StartsWith(EveryOrganization.Marker, StringComparison.Ordinal) ? Every : db.OrganizationId?.ToString() ?? "";

    /// <summary>What stands in front of a statement of one's own, so that it may touch an organization's rows, or with null every one's.</summary>
    internal string Before(PlatformDbContext db, Guid? organization) => Missing(db, organization?.ToString() ?? Every) ?? "";

    /// <summary>For commands that EF knows nothing of: they may touch every organization's rows until EF sends one of its own.</summary>
    internal async Task OpenForEveryAsync(PlatformDbContext db, DbCommand command, CancellationToken cancellationToken)
    {
        if (Missing(db, Every) is { } sql)
        {
            await using var tell = Beside(command, sql);
            await tell.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Prepare(command, eventData);
        return result;
    }

    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
    {
        Prepare(command, eventData);
        return result;
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Prepare(command, eventData);
        return result;
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(command, eventData, cancellationToken);
        return result;
    }

    public override async ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(command, eventData, cancellationToken);
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(command, eventData, cancellationToken);
        return result;
    }

    // A database that takes back what was told since the savepoint says nothing of it.
    void IDbTransactionInterceptor.RolledBackToSavepoint(DbTransaction transaction, TransactionEventData eventData) => Forget(eventData);

    Task IDbTransactionInterceptor.RolledBackToSavepointAsync(DbTransaction transaction, TransactionEventData eventData, CancellationToken cancellationToken)
    {
        Forget(eventData);
        return Task.CompletedTask;
    }

    private static void Forget(TransactionEventData eventData) => ((PlatformDbContext)eventData.Context!).Told = null;

    private void Prepare(DbCommand command, CommandEventData eventData)
    {
        if (Sooner(command, eventData) is { } sql)
        {
            using var tell = Beside(command, sql);
            tell.ExecuteNonQuery();
        }
    }

    private async ValueTask PrepareAsync(DbCommand command, CommandEventData eventData, CancellationToken cancellationToken)
    {
        if (Sooner(command, eventData) is { } sql)
        {
            await using var tell = Beside(command, sql);
            await tell.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>What must be sent before the command, where it can't go with it.</summary>
    private string? Sooner(DbCommand command, CommandEventData eventData)
    {
        var db = (PlatformDbContext)eventData.Context!;
        if (Missing(db, WhoseRows(db, command)) is not { } sql)
        {
            return null;
        }

        if (!FitsBefore(eventData.CommandSource))
        {
            return sql;
        }

        command.CommandText = sql + command.CommandText;
        return null;
    }

    private string? Missing(PlatformDbContext db, string whose)
    {
        var transaction = db.Database.CurrentTransaction?.TransactionId;
        var told = new Told(transaction, whose);
        if (transaction is not null && db.Told == told)
        {
            return null;
        }

        db.Told = told;
        return Tell(whose);
    }

    private static DbCommand Beside(DbCommand command, string sql)
    {
        var tell = command.Connection!.CreateCommand();
        (tell.Transaction, tell.CommandText) = (command.Transaction, sql);
        return tell;
    }
}

/// <summary>What the session was told last, and in which transaction.</summary>
internal sealed record Told(Guid? Transaction, string Whose);
