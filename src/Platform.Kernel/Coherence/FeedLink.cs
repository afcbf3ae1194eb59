using System.Data.Common;

namespace Platform.Kernel.Coherence;

/// <summary>
/// The feed's own connection to a database that several nodes share: outside of the pool, so that no burst of requests keeps
/// it waiting, and soon giving up, so that a connection that hangs is found out. Used by the feed's thread alone.
/// </summary>
public abstract class FeedLink(DbConnection connection) : IDisposable
{
    // Renewing and asking are one round trip. The head is read before the rows, so that all rows up to it are there, whatever
    // the database lets a reader see of two commits at once.
    private const string PollSql = """
        UPDATE kernel_node SET renewal = @renewal, applied = @applied, seen_at = @now WHERE id = @id AND fenced_at IS NULL;
        SELECT (SELECT COUNT(*) FROM kernel_node WHERE id = @id AND renewal = @renewal AND fenced_at IS NULL), value FROM kernel_revision;
        SELECT revision, kind, "key" FROM kernel_change WHERE revision > @applied ORDER BY revision;
        """;

    private const string RejoinSql =
        "UPDATE kernel_node SET fenced_at = NULL, renewal = @renewal, applied = @applied, seen_at = @now WHERE id = @id";

    private const string JoinSql =
        "INSERT INTO kernel_node (id, started_at, renewal, applied, fenced_at, seen_at) VALUES (@id, @now, @renewal, @applied, NULL, @now)";

    protected DbConnection Connection { get; } = connection;

    /// <summary>Connects, and asks to be woken by changes where the database can do that.</summary>
    public abstract void Open();

    /// <summary>Waits for a change after <paramref name="applied"/>, or for so long.</summary>
    public abstract void AwaitChange(long applied, TimeSpan atMost);

    public long ReadHead()
    {
        using var command = Command("SELECT value FROM kernel_revision");
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Writes the node's row. It is committed when this returns.</summary>
    public void Register(Registration registration, DateTime now)
    {
        foreach (var sql in (ReadOnlySpan<string>)[RejoinSql, JoinSql])
        {
            using var command = Command(sql, ("@id", registration.Id), ("@renewal", registration.Renewal), ("@applied", registration.Applied), ("@now", now));
            if (command.ExecuteNonQuery() > 0)
            {
                return;
            }
        }
    }

    public PollAnswer Send(Poll poll, DateTime now)
    {
        using var command = Command(PollSql, ("@id", poll.Id), ("@renewal", poll.Renewal), ("@applied", poll.Applied), ("@now", now));
        using var reader = command.ExecuteReader();
        reader.Read();
        var (renewed, head) = (Convert.ToInt64(reader.GetValue(0), null) == 1, reader.GetInt64(1));
        reader.NextResult();
        var rows = new List<FeedRow>();
        while (reader.Read())
        {
            rows.Add(new FeedRow(reader.GetInt64(0), new Drop((DropKind)reader.GetInt32(1), reader.GetGuid(2))));
        }

        return new PollAnswer(renewed, head, rows);
    }

    /// <summary>Nobody waits for the node any more.</summary>
    public void Leave(Guid id)
    {
        using var command = Command("DELETE FROM kernel_node WHERE id = @id", ("@id", id));
        command.ExecuteNonQuery();
    }

    public virtual void Dispose()
    {
        Connection.Dispose();
        GC.SuppressFinalize(this);
    }

    private DbCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
