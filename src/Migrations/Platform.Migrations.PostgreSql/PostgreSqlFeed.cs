using Npgsql;
using Platform.Kernel.Coherence;

namespace Platform.Migrations.PostgreSql;

/// <summary>Woken by NOTIFY, which PostgreSQL sends when a transaction with changes commits.</summary>
internal sealed class PostgreSqlFeed : FeedLink
{
    public const string Wake = $"SELECT pg_notify('{Channel}', '')";

    private const string Channel = "platform_change";
    private readonly NpgsqlConnection _connection;
    private bool _woken;

    public PostgreSqlFeed(string connectionString)
        : this(new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            Timeout = 1,
            CommandTimeout = 1,
            CancellationTimeout = -1,
            ApplicationName = "platform-feed",
        }.ConnectionString))
    {
    }

    private PostgreSqlFeed(NpgsqlConnection connection)
        : base(connection)
    {
        _connection = connection;
        _connection.Notification += (_, _) => _woken = true;
    }

    /// <inheritdoc />
    public override void Open()
    {
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = $"LISTEN {Channel}";
        command.ExecuteNonQuery();
    }

    /// <inheritdoc />
    public override void AwaitChange(long applied, TimeSpan atMost)
    {
        // One that came while the poll was under way may be of a change that the poll did not see yet.
        if (!_woken)
        {
            _connection.Wait(atMost);
        }

        _woken = false;
    }
}
