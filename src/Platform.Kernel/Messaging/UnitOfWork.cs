using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Platform.Kernel.Auditing;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Outbox;
using Platform.Kernel.Results;

namespace Platform.Kernel.Messaging;

/// <summary>
/// One command's transaction: the handler and all that it sends and publishes, then the outbox, the audit entries and the
/// revision, then the commit, and then the other nodes; only then does it answer. Nothing after the commit can be cancelled.
/// </summary>
public sealed class UnitOfWork(
    PlatformDbContext db,
    DatabaseProvider provider,
    WriteGate gate,
    Revisions revisions,
    IAuditLog audit,
    Caller caller,
    OutboxSignal outbox)
{
    private const int Attempts = 3;
    private readonly List<Action> _whenCommitted = [];

    /// <summary>True while a command runs; another one sent now joins its transaction.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>What the last command's revision reached; null where it needed none.</summary>
    public Receipt? Receipt { get; private set; }

    /// <summary>Does this right after the running command has committed, such as waking whoever waits for what it wrote.</summary>
    public void WhenCommitted(Action act) => _whenCommitted.Add(act);

    public async Task<TResult> RunAsync<TResult>(ICommand command, Func<Task<TResult>> work, CancellationToken cancellationToken)
    {
        Committed<TResult> done;
        using (await gate.EnterAsync(cancellationToken))
        {
            IsRunning = true;
            try
            {
                done = await RepeatAsync(command, work, cancellationToken);
            }
            finally
            {
                IsRunning = false;
                db.Changes = null;
            }
        }

        if (done.HasMessages)
        {
            outbox.Set();
        }

        if (done.Result is not IResult { Error: not null })
        {
            _whenCommitted.ForEach(act => act());
        }

        _whenCommitted.Clear();

        Receipt = done.Revision is { } revision ? await revisions.SettleAsync(revision) : null;
        if (Receipt is null && !caller.IsHost && command is not IAfterwards && done.Result is not IResult { Error: not null })
        {
            // It may have found done what it was to do, by a command that is still waiting for the nodes.
            await revisions.SettleAsync();
        }

        return done.Result;
    }

    /// <summary>
    /// The whole transaction, again where another one got in between on a server database: what the second attempt finds is
    /// settled. The provider's strategy repeats it after a lost connection or a deadlock.
    /// </summary>
    private async Task<Committed<TResult>> RepeatAsync<TResult>(ICommand command, Func<Task<TResult>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await db.Database.CreateExecutionStrategy().ExecuteAsync(
                    _ => TransactAsync(command, work, cancellationToken),
                    CancellationToken.None);
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // Its rows have moved on; read them anew.
            }
            catch (DbUpdateConcurrencyException)
            {
                var error = Error.Conflict("Somebody else keeps changing this at the same moment. Read it again and repeat.");
                return new(ResultOf<TResult>.Failure(error), null, false);
            }
        }
    }

    private async Task<Committed<TResult>> TransactAsync<TResult>(
        ICommand command, Func<Task<TResult>> work, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        _whenCommitted.Clear();
        var changes = db.Changes = new ChangeSet();
        await using var ahead = command is IFoundAgain ? await provider.CommitAheadAsync(db.Database) : null;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            var result = await work();
            if (result is IResult { Error: not null })
            {
                await transaction.RollbackAsync(CancellationToken.None);
                return new(result, null, false);
            }

            await db.SaveChangesAsync(cancellationToken);
            if (changes.Facts.Count > 0)
            {
                await audit.AppendAsync(db, caller.Explain(changes.Facts), caller, cancellationToken);
            }

            long? revision = changes.Drops.Count == 0 ? null : await revisions.TakeAsync(db, changes.Drops, cancellationToken);
            if (command is IRehearsal)
            {
                await transaction.RollbackAsync(CancellationToken.None);
                return new(result, null, false);
            }

            if (revision is null)
            {
                await CommitAsync(transaction);
                return new(result, null, changes.HasMessages);
            }

            var isCommitted = false;
            try
            {
                await CommitAsync(transaction);
                isCommitted = true;
            }
            finally
            {
                revisions.Ended(revision.Value, changes.Drops, isCommitted);
            }

            return new(result, revision, changes.HasMessages);
        }
        catch (DbUpdateException failure) when (IsDuplicate(failure))
        {
            var error = command is IUniqueCommand unique ? unique.OnDuplicate : Error.Conflict("Somebody else has just made the same change.");
            return new(ResultOf<TResult>.Failure(error), null, false);
        }
        catch (InvalidOperationException) when (db.Database.GetDbConnection().State != ConnectionState.Open)
        {
            // The connection broke between two statements, which a driver may call a transaction that is over. Nothing was committed.
            throw new UnavailableException();
        }
    }

    /// <summary>A commit whose answer was lost may have taken place. Done again, the command would be done twice; so it is not.</summary>
    private static async Task CommitAsync(IDbContextTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception failure)
        {
            throw new CommitUncertainException(failure);
        }
    }

    private bool IsDuplicate(DbUpdateException failure) =>
        failure.InnerException is DbException inner && provider.IsUniqueViolation(inner);

    private sealed record Committed<TResult>(TResult Result, long? Revision, bool HasMessages);
}

/// <summary>Nobody knows whether the command's changes were made.</summary>
public sealed class CommitUncertainException(Exception inner) : Exception("The database did not say whether it has committed.", inner);

/// <summary>Makes the failure of a result type that is only known at run time.</summary>
internal static class ResultOf<TResult>
{
    private static readonly Func<Error, TResult> Make = (Func<Error, TResult>)Delegate.CreateDelegate(
        typeof(Func<Error, TResult>),
        typeof(TResult).GetMethod(nameof(Result.Failure), [typeof(Error)])
            ?? throw new InvalidOperationException($"{typeof(TResult)} is no Result."));

    public static TResult Failure(Error error) => Make(error);
}
