using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Platform.Audit.Domain;
using Platform.Kernel.Data;

namespace Platform.Audit.Data;

/// <summary>Writes at a chain's end, past EF: it is a part of every change, and others wait for it.</summary>
internal sealed class ChainEnd(PlatformDbContext db, DatabaseProvider provider)
{
    private const string MoveHead = "UPDATE audit_head SET hash = @hash WHERE chain = @chain";

    /// <summary>Adds entries to a chain, whose end stays locked until the transaction ends.</summary>
    /// <param name="chain">Whose it is.</param>
    /// <param name="count">How many there will be.</param>
    /// <param name="make">Makes the entry of a place among them, of a number, after one of this hash.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task AddAsync(Guid chain, int count, Func<int, long, byte[], AuditEntry> make, CancellationToken cancellationToken)
    {
        if (await LockAsync(chain, count, cancellationToken) is not var (sequence, previous))
        {
            db.Add(new AuditHead(chain));
            await db.SaveChangesAsync(cancellationToken);
            await AddAsync(chain, count, make, cancellationToken);
            return;
        }

        var entries = new List<AuditEntry>(count);
        for (var at = 0; at < count; at++)
        {
            var entry = make(at, ++sequence, previous);
            entry.Seal(chain);
            previous = entry.Hash;
            entries.Add(entry);
        }

        using (db.Scope.Within(chain))
        {
            await db.BulkInsertAsync(entries, new ClosingStatement(MoveHead, [("@hash", previous), ("@chain", chain)]), cancellationToken);
        }
    }

    /// <summary>Makes room for so many entries; null where there is no such chain yet. The update takes the lock under which the head is read.</summary>
    private async Task<(long Sequence, byte[] Hash)?> LockAsync(Guid chain, int count, CancellationToken cancellationToken)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = provider.UpdateAndRead("audit_head", "sequence = sequence + @count", "chain = @chain", ["sequence", "hash"]);
        Add(command, "@count", count);
        Add(command, "@chain", chain);
        await using var head = await command.ExecuteReaderAsync(cancellationToken);
        return await head.ReadAsync(cancellationToken) ? (head.GetInt64(0) - count, (byte[])head.GetValue(1)) : null;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
