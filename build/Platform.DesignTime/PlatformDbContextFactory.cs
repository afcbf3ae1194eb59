using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Platform.Host;
using Platform.Kernel.Data;
using Platform.Migrations.PostgreSql;
using Platform.Migrations.Sqlite;
using Platform.Migrations.SqlServer;

namespace Platform.DesignTime;

/// <summary>Makes the context for <c>dotnet ef … -- Sqlite</c>, with the whole model and no server behind it.</summary>
internal sealed class PlatformDbContextFactory : IDesignTimeDbContextFactory<PlatformDbContext>
{
    private static readonly (DatabaseProvider Database, string ConnectionString)[] Known =
    [
        (new SqliteDatabase(), "Data Source=:memory:"),
        (new PostgreSqlDatabase(), "Host=localhost"),
        (new SqlServerDatabase(), "Server=localhost"),
    ];

    public PlatformDbContext CreateDbContext(string[] args)
    {
        var name = args.FirstOrDefault();
        foreach (var (database, connectionString) in Known)
        {
            if (database.Name == name)
            {
                var options = new DbContextOptionsBuilder<PlatformDbContext>();
                database.ConfigureForOwner(options, connectionString, maxBatchSize: null);
                return new PlatformDbContext(options.Options, new PlatformModel(HostModules.All));
            }
        }

        var names = string.Join(", ", Known.Select(known => known.Database.Name));
        throw new ArgumentException($"Name the database after a double dash, one of {names}: dotnet ef … -- {Known[0].Database.Name}");
    }
}
