using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;
using Platform.Migrations.PostgreSql;

namespace Platform.IntegrationTests.Harness;

/// <summary>Gives each host a migrated database of its own: a copy of a template that is made once.</summary>
internal abstract class DatabaseServer
{
    private static readonly Dictionary<Database, DatabaseServer> Servers = new()
    {
        [Database.Sqlite] = new SqliteFolder(),
        [Database.PostgreSql] = new PostgreSqlServer(),
        [Database.SqlServer] = new SqlServer(),
    };

    private readonly SemaphoreSlim _turn = new(1, 1);
    private string? _template;

    public static DatabaseServer Of(Database database) => Servers[database];

    public static string? VariableOf(Database database) => database switch
    {
        Database.PostgreSql => "PLATFORM_TEST_POSTGRESQL",
        Database.SqlServer => "PLATFORM_TEST_SQLSERVER",
        _ => null,
    };

    /// <summary>SQLite is always there; a server where its variable holds a connection string.</summary>
    public static bool IsThere(Database database) => VariableOf(database) is not { } variable || Configured(variable) is not null;

    /// <summary>The connection string of a fresh, migrated, empty database.</summary>
    public async Task<string> CreateAsync()
    {
        // One at a time: a template is copied while nobody else touches it.
        await _turn.WaitAsync();
        try
        {
            _template ??= await MakeTemplateAsync();
            return await CopyAsync(_template);
        }
        finally
        {
            _turn.Release();
        }
    }

    public abstract Task DropAsync(string connectionString);

    protected abstract Task<string> MakeTemplateAsync();

    protected abstract Task<string> CopyAsync(string template);

    protected static string NewName() => $"platform_test_{Guid.CreateVersion7():N}";

    protected static string? Configured(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private sealed class SqliteFolder : DatabaseServer
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("platform-test-").FullName;

        public SqliteFolder() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(_folder, recursive: true);

        public override Task DropAsync(string connectionString)
        {
            using var connection = new SqliteConnection(connectionString);
            SqliteConnection.ClearPool(connection);
            return Task.CompletedTask;
        }

        protected override async Task<string> MakeTemplateAsync()
        {
            var template = NewFile();
            await PlatformHost.MigrateAsync(Database.Sqlite, template);
            // Whatever is still in the journal goes into the file with the last connection.
            await DropAsync(template);
            return template;
        }

        protected override Task<string> CopyAsync(string template)
        {
            var copy = NewFile();
            File.Copy(FileOf(template), FileOf(copy));
            return Task.FromResult(copy);
        }

        private string NewFile() => new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder, $"{NewName()}.db") }.ConnectionString;

        private static string FileOf(string connectionString) => new SqliteConnectionStringBuilder(connectionString).DataSource;
    }

    private sealed class PostgreSqlServer : DatabaseServer
    {
        public override async Task DropAsync(string connectionString)
        {
            ClearPool(connectionString);
            await RunAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");
        }

        protected override async Task<string> MakeTemplateAsync()
        {
            var template = await CreateAsync("template0");
            await PlatformHost.MigrateAsync(Database.PostgreSql, template);
            return template;
        }

        protected override Task<string> CopyAsync(string template) => CreateAsync(new NpgsqlConnectionStringBuilder(template).Database!);

        private static async Task<string> CreateAsync(string from)
        {
            var name = NewName();
            await RunAsync($"CREATE DATABASE {name} TEMPLATE {from}");
            return new NpgsqlConnectionStringBuilder(Server) { Database = name, MaxPoolSize = 20 }.ConnectionString;
        }

        private static string Server => Configured("PLATFORM_TEST_POSTGRESQL")!;

        private static async Task RunAsync(string sql)
        {
            await using var connection = new NpgsqlConnection(Server);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }

        /// <summary>The pool of the hosts, which add to the connection string.</summary>
        private static void ClearPool(string connectionString)
        {
            var options = new DbContextOptionsBuilder();
            new PostgreSqlDatabase().Configure(options, connectionString, maxBatchSize: null);
            using var connection = new NpgsqlConnection(RelationalOptionsExtension.Extract(options.Options).ConnectionString);
            NpgsqlConnection.ClearPool(connection);
        }
    }

    /// <summary>Copying a database is a backup and a restore there, so each is migrated instead.</summary>
    private sealed class SqlServer : DatabaseServer
    {
        public override Task DropAsync(string connectionString) => PlatformHost.DeleteDatabaseAsync(Database.SqlServer, connectionString);

        protected override Task<string> MakeTemplateAsync() => Task.FromResult("");

        protected override async Task<string> CopyAsync(string template)
        {
            var copy = new DbConnectionStringBuilder { ConnectionString = Configured("PLATFORM_TEST_SQLSERVER") };
            copy.Remove("Initial Catalog");
            copy["Database"] = NewName();
            var connectionString = copy.ToString();
            await PlatformHost.MigrateAsync(Database.SqlServer, connectionString);
            return connectionString;
        }
    }
}
