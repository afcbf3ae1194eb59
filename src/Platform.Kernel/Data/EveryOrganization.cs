using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Platform.Kernel.Data;

/// <summary>
/// Names every organization, past both walls. Who does is on the architecture tests' list; lifting the query filter alone shows
/// no foreign row on a server database.
/// </summary>
public static class EveryOrganization
{
    private const string Tag = "every organization";

    /// <summary>How the tag stands in front of a command.</summary>
    internal const string Marker = $"-- {Tag}";

    /// <summary>
    /// The rows of every organization, to be read: the whole query that these are part of sees every organization's. An
    /// <c>ExecuteUpdate</c> or <c>ExecuteDelete</c> loses the tag, and the database has it change no foreign row.
    /// </summary>
    public static IQueryable<T> OfEveryOrganization<T>(this DbSet<T> rows)
        where T : class, IOrganizationScoped =>
        rows.IgnoreQueryFilters([PlatformModel.OrganizationFilter]).TagWith(Tag);

    /// <summary>A command of one's own on the open connection and in the running transaction, which may touch every organization's rows.</summary>
    public static async Task<DbCommand> CreateCommandOnEveryOrganizationAsync(this PlatformDbContext db, CancellationToken cancellationToken)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        if (WallOf(db) is { } wall)
        {
            await wall.OpenForEveryAsync(db, command, cancellationToken);
        }

        return command;
    }

    /// <summary>Null where the query filter stands alone.</summary>
    internal static SecondWall? WallOf(PlatformDbContext db) =>
        db.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.Interceptors?.OfType<SecondWall>().SingleOrDefault();
}
