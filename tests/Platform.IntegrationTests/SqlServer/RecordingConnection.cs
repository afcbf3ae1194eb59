using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Platform.IntegrationTests.SqlServer;

/// <summary>
/// Takes the place of a connection to SQL Server: keeps each command's text and answers with nothing. Parameters are the
/// driver's own, so that EF can set on them what it sets on those.
/// </summary>
internal sealed class RecordingConnection(DbProviderFactory driver) : DbConnection
{
    /// <summary>As wide as any query may expect.</summary>
    private static readonly DataTable NoRows = MakeTable();

    private ConnectionState _state;

    public List<string> Commands { get; } = [];

    [AllowNull]
    public override string ConnectionString { get; set; } = "Server=nowhere;Database=nothing";

    public override string Database => "nothing";

    public override string DataSource => "nowhere";

    public override string ServerVersion => "15.00.2000";

    public override ConnectionState State => _state;

    public override void Open() => _state = ConnectionState.Open;

    public override void Close() => _state = ConnectionState.Closed;

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => new Transaction(this, isolationLevel);

    protected override DbCommand CreateDbCommand() => new Command(driver.CreateCommand()!) { Connection = this };

    private static DataTable MakeTable()
    {
        var table = new DataTable();
        table.Columns.AddRange([.. Enumerable.Range(0, 200).Select(number => new DataColumn($"c{number}", typeof(object)))]);
        return table;
    }

    private sealed class Transaction(RecordingConnection connection, IsolationLevel isolation) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => isolation;

        public override bool SupportsSavepoints => true;

        protected override DbConnection DbConnection => connection;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }

        public override void Save(string savepointName)
        {
        }

        public override void Rollback(string savepointName)
        {
        }

        public override void Release(string savepointName)
        {
        }
    }

    private sealed class Command(DbCommand driver) : DbCommand
    {
        [AllowNull]
        public override string CommandText { get; set; } = "";

        public override int CommandTimeout { get; set; }

        public override CommandType CommandType { get; set; } = CommandType.Text;

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get; set; }

        protected override DbParameterCollection DbParameterCollection => driver.Parameters;

        protected override DbTransaction? DbTransaction { get; set; }

        public override void Cancel()
        {
        }

        public override void Prepare()
        {
        }

        public override int ExecuteNonQuery()
        {
            Record();
            return 0;
        }

        public override object? ExecuteScalar()
        {
            Record();
            return null;
        }

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
        {
            Record();
            return NoRows.CreateDataReader();
        }

        protected override DbParameter CreateDbParameter() => driver.CreateParameter();

        private void Record()
        {
            ((RecordingConnection)DbConnection!).Commands.Add(CommandText);
            SeenStatements.Add(CommandText);
        }
    }
}
