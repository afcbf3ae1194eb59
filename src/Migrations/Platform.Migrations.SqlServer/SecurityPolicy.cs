using System.Data.Common;
using Platform.Kernel.Data;

namespace Platform.Migrations.SqlServer;

/// <summary>
/// The second wall on SQL Server: a security policy on each organization's table, which holds for whoever opens the database,
/// its owner included, and shows only the rows that the session's context was told of. See <see cref="Policies"/>.
/// </summary>
internal class SecurityPolicy : SecondWall
{
    public const string Key = "platform.organization";
    public const string EveryOrganization = Every;

    // A batch of its own: what a procedure adds to the results of the command behind it would have to be told apart.
    /// <inheritdoc />
    protected override string Tell(string whose) => $"EXEC sys.sp_set_session_context @key = N'{Key}', @value = N'{whose}'";
}

/// <summary>For migrations, which no ownership takes past a security policy: what fills a new column must see every row.</summary>
internal sealed class OpenSecurityPolicy : SecurityPolicy
{
    /// <inheritdoc />
    protected override string WhoseRows(PlatformDbContext db, DbCommand command) => Every;
}
