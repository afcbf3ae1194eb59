using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Platform.Kernel.Data;

namespace Platform.Migrations.PostgreSql;

/// <summary>
/// The second wall on PostgreSQL: the host works as a role that owns nothing, whomever its connection string names, and the
/// policies of each organization's tables show that role only the rows that the session was told of. See <see cref="Policies"/>.
/// </summary>
internal sealed class RowLevelSecurity : SecondWall
{
    public const string Role = "platform_app";
    public const string Setting = "platform.organization";
    public const string EveryOrganization = Every;

    /// <summary>
    /// The connection string with the role taken on before the first command. A transaction in which nothing happens for 3 s
    /// is ended by the server: a host that was stopped, or that the network has lost, must not hold its locks for longer,
    /// since revocations may wait for them.
    /// </summary>
    public static string Confined(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.Options = $"{builder.Options} -c role={Role} -c idle_in_transaction_session_timeout=3000".TrimStart();
        return builder.ConnectionString;
    }

    // The role once more: servers older than November 2024 lose it when the pool resets the session.
    /// <inheritdoc />
    protected override string Tell(string whose) => $"SET ROLE {Role}; SET {Setting} = '{whose}'; ";

    // The driver numbers the statements of a batch of changes, to check each one's count of rows.
    /// <inheritdoc />
    protected override bool FitsBefore(CommandSource source) => source != CommandSource.SaveChanges;
}
