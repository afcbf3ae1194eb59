using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;

namespace Platform.Host.Http;

/// <summary>Whether the process is there.</summary>
internal sealed record LiveAnswer(string Status);

/// <summary>Whether it can do its work, and which part can't: each is <c>ok</c> or a word of what is wrong.</summary>
internal sealed record ReadyAnswer(string Status, string Database, string Migrations, string Cache);

internal static class HealthEndpoints
{
    private static readonly LiveAnswer Live = new("live");

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Live).WithTags("Health").Named("GetLive", "Whether the process is there").AllowPublic("For the one who watches over the process");
        app.MapGet("/health/ready", ReadyAsync).WithTags("Health").Named("GetReady", "Whether the host can do its work")
            .Answers<ReadyAnswer>().Answers<ReadyAnswer>(StatusCodes.Status503ServiceUnavailable).AllowPublic("For the one who sends it requests");
    }

    private static async Task<IResult> ReadyAsync(PlatformDbContext db, CancellationToken cancellationToken)
    {
        var (database, migrations) = ("ok", "ok");
        try
        {
            if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            {
                migrations = "pending";
            }
            else
            {
                await db.Set<RevisionHead>().AsNoTracking().SingleAsync(cancellationToken);
            }
        }
        catch (Exception failure) when (failure is DbException or RetryLimitExceededException)
        {
            (database, migrations) = ("unreachable", "unknown");
        }

        var ready = database == "ok" && migrations == "ok";
        return TypedResults.Json(
            new ReadyAnswer(ready ? "ready" : "not-ready", database, migrations, "ok"),
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
