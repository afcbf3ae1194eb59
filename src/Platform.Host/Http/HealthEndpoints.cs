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
    private const string NoLease = """{ "status": "not-ready", "database": "ok", "migrations": "unknown", "cache": "no-lease" }""";

    private static readonly LiveAnswer Live = new("live");

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Live).WithTags("Health").Named("GetLive", "Whether the process is there").AllowPublic("For the one who watches over the process");
        app.MapGet("/health/ready", ReadyAsync).WithTags("Health").Named("GetReady", "Whether the host can do its work")
            .Answers<ReadyAnswer>().Answers<ReadyAnswer>(StatusCodes.Status503ServiceUnavailable)
            .WithMetadata(new DocumentedAnswer(StatusCodes.Status503ServiceUnavailable, "Not now: send requests elsewhere", [("no lease", NoLease)], [])).AllowPublic("For the one who sends it requests");
    }

    private static async Task<IResult> ReadyAsync(PlatformDbContext db, NodeLease lease, CancellationToken cancellationToken)
    {
        if (!lease.IsHeld)
        {
            // Not asked: where the lease was lost, an answer may never come.
            return NotReady(lease.IsReachable ? "ok" : "unreachable", "unknown", "no-lease");
        }

        try
        {
            if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            {
                return NotReady("ok", "pending", "ok");
            }

            await db.Set<RevisionHead>().AsNoTracking().SingleAsync(cancellationToken);
            return TypedResults.Ok(new ReadyAnswer("ready", "ok", "ok", "ok"));
        }
        catch (Exception failure) when (failure is DbException or RetryLimitExceededException)
        {
            return NotReady("unreachable", "unknown", "ok");
        }
    }

    private static IResult NotReady(string database, string migrations, string cache) =>
        TypedResults.Json(new ReadyAnswer("not-ready", database, migrations, cache), statusCode: StatusCodes.Status503ServiceUnavailable);
}
