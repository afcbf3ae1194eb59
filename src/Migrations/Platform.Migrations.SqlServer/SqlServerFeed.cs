using System.Diagnostics;
using Microsoft.Data.SqlClient;
using Platform.Kernel.Coherence;

namespace Platform.Migrations.SqlServer;

/// <summary>Looks at the head of the revisions every few milliseconds: nothing here wakes it.</summary>
internal sealed class SqlServerFeed : FeedLink
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);
    private readonly ManualResetEvent _never = new(false);

    public SqlServerFeed(string connectionString)
        : base(new SqlConnection(new SqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            ConnectTimeout = 1,
            CommandTimeout = 1,
            ConnectRetryCount = 0,
            ApplicationName = "platform-feed",
        }.ConnectionString))
    {
    }

    /// <inheritdoc />
    public override void Open() => Connection.Open();

    /// <inheritdoc />
    public override void AwaitChange(long applied, TimeSpan atMost)
    {
        var since = Stopwatch.StartNew();
        do
        {
            _never.WaitOne(Pause);
        }
        while (since.Elapsed < atMost && ReadHead() <= applied);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _never.Dispose();
        base.Dispose();
    }
}
