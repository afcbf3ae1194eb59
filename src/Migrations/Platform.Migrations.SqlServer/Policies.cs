using Microsoft.EntityFrameworkCore.Migrations;
using Platform.Kernel.Data;

namespace Platform.Migrations.SqlServer;

/// <summary>What migrations say of the second wall.</summary>
internal static class Policies
{
    private const string Predicate = "kernel_sees";

    // Functions and policies must be alone in their batch, and a script that may be run twice puts each step behind a condition.

    /// <summary>Makes the predicate that all policies ask.</summary>
    public static void AddPredicate(this MigrationBuilder migration) =>
        migration.Sql(
            $"""
            EXEC(N'CREATE FUNCTION dbo.{Predicate}(@organization uniqueidentifier) RETURNS TABLE WITH SCHEMABINDING AS
            RETURN SELECT 1 AS sees WHERE CONVERT(nvarchar(36), SESSION_CONTEXT(N''{SecurityPolicy.Key}'')) = N''{SecurityPolicy.EveryOrganization}''
                OR @organization = TRY_CONVERT(uniqueidentifier, CONVERT(nvarchar(36), SESSION_CONTEXT(N''{SecurityPolicy.Key}'')))');
            """
        );

    /// <summary>Undoes <see cref="AddPredicate"/>.</summary>
    public static void RemovePredicate(this MigrationBuilder migration) => migration.Sql($"DROP FUNCTION dbo.{Predicate};");

    /// <summary>Shows only those rows of each table that the session was told of. For every table of an <see cref="IOrganizationScoped"/>.</summary>
    public static void Protect(this MigrationBuilder migration, params string[] tables)
    {
        foreach (var table in tables)
        {
            var sees = $"dbo.{Predicate}(organization_id) ON dbo.{table}";
            migration.Sql(
                $"""
                EXEC(N'CREATE SECURITY POLICY dbo.{table}_organization
                    ADD FILTER PREDICATE {sees},
                    ADD BLOCK PREDICATE {sees} AFTER INSERT,
                    ADD BLOCK PREDICATE {sees} AFTER UPDATE
                    WITH (STATE = ON)');
                """
            );
        }
    }

    /// <summary>Undoes <see cref="Protect"/>. A table that is to be dropped needs it first.</summary>
    public static void Unprotect(this MigrationBuilder migration, params string[] tables)
    {
        foreach (var table in tables)
        {
            migration.Sql($"DROP SECURITY POLICY dbo.{table}_organization;");
        }
    }
}
