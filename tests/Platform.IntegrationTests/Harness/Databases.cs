using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Platform.IntegrationTests.Harness;

/// <summary>The databases that the product runs on. Each case runs on each of them and is shown for each.</summary>
public enum Database
{
    Sqlite,
    PostgreSql,
    SqlServer,
}

/// <summary>
/// Runs a theory once for each database, and for each value where some are given. What is not there is shown as skipped, not
/// as passed; SQL Server is only shown where one is named.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachDatabaseAttribute(params object[] values) : DataAttribute
{
    /// <summary>True for what only a database can do that several hosts share.</summary>
    public bool SharedOnly { get; init; }

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var rows =
            from database in Enum.GetValues<Database>()
            where !SharedOnly || database != Database.Sqlite
            where database != Database.SqlServer || DatabaseServer.IsThere(database)
            from row in values.Length == 0 ? [[database]] : values.Select(value => new[] { database, value })
            select new TheoryDataRow(row)
            {
                Skip = DatabaseServer.IsThere(database) ? null : $"{DatabaseServer.VariableOf(database)} names no {database} server.",
            };
        return ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([.. rows]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
