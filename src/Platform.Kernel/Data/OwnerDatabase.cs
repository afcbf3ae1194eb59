using Microsoft.EntityFrameworkCore;

namespace Platform.Kernel.Data;

/// <summary>
/// The database as the connection string's own user sees it, whom no wall stops: for migrations, and for what only an owner of
/// tables may do. What a request, a job or a command of the product needs is never here.
/// </summary>
public sealed class OwnerDatabase(DbContextOptions<PlatformDbContext> options, PlatformModel model, DatabaseProvider provider)
{
    public PlatformDbContext Open() => new(options, model);

    /// <summary>Brings it to the version of this program. Several hosts may ask for it at once.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = Open();
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await provider.PrepareMigrationAsync(db, cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        await RunAsync(db, provider.Statistics, cancellationToken);
    }

    /// <summary>Has the database look over its tables, after many rows were added at once.</summary>
    public async Task AnalyzeAsync(CancellationToken cancellationToken)
    {
        await using var db = Open();
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await RunAsync(db, provider.Analyze, cancellationToken);
    }

    private static async Task RunAsync(PlatformDbContext db, string? sql, CancellationToken cancellationToken)
    {
        if (sql is not null)
        {
            await db.Database.ExecuteSqlRawAsync(sql, cancellationToken);
        }
    }
}
