using Microsoft.EntityFrameworkCore.Migrations;
using Platform.Kernel.Data;

namespace Platform.Migrations.PostgreSql;

/// <summary>What migrations say of the second wall.</summary>
internal static class Policies
{
    // The setting is read once a query. COALESCE has the planner take every second row for visible: of the bare comparison it
    // expects next to none, and then sorts a whole organization where an index has the first page in order.
    private const string Visible =
        $"COALESCE((SELECT current_setting('{RowLevelSecurity.Setting}', true)) IN (organization_id::text, '{RowLevelSecurity.EveryOrganization}'), false)";

    /// <summary>Shows the host's role only those rows of each table that it was told of. For every table of an <see cref="IOrganizationScoped"/>.</summary>
    public static void Protect(this MigrationBuilder migration, params string[] tables)
    {
        foreach (var table in tables)
        {
            migration.Sql($"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;");
            migration.Sql($"CREATE POLICY organization ON {table} USING ({Visible}) WITH CHECK ({Visible});");
        }
    }

    /// <summary>Undoes <see cref="Protect"/>.</summary>
    public static void Unprotect(this MigrationBuilder migration, params string[] tables)
    {
        foreach (var table in tables)
        {
            migration.Sql($"DROP POLICY organization ON {table};");
            migration.Sql($"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;");
        }
    }

    /// <summary>Makes the host's role, which works on all tables that there are and will be, but for the history of migrations.</summary>
    public static void AddRole(this MigrationBuilder migration)
    {
        // It belongs to the whole cluster: another database's migration, or whoever administers the server, may have made it.
        migration.Sql(
            $"""
            DO $$
            BEGIN
                CREATE ROLE {RowLevelSecurity.Role} NOLOGIN;
            EXCEPTION
                WHEN duplicate_object OR unique_violation THEN NULL;
                WHEN insufficient_privilege THEN
                    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{RowLevelSecurity.Role}') THEN
                        RAISE;
                    END IF;
            END $$;
            """
        );
        migration.Sql(
            $"""
            DO $$
            BEGIN
                IF NOT pg_has_role('{RowLevelSecurity.Role}', 'USAGE') THEN
                    GRANT {RowLevelSecurity.Role} TO CURRENT_USER;
                END IF;
            END $$;
            """
        );
        migration.Sql(
            $"""
            DO $$
            BEGIN
                EXECUTE format('GRANT USAGE ON SCHEMA %I TO {RowLevelSecurity.Role}', current_schema());
                EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO {RowLevelSecurity.Role}', current_schema());
                EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {RowLevelSecurity.Role}', current_schema());
                REVOKE INSERT, UPDATE, DELETE ON kernel_migration FROM {RowLevelSecurity.Role};
            END $$;
            """
        );
    }

    /// <summary>Undoes <see cref="AddRole"/>, but for the role, with which other databases may work.</summary>
    public static void RemoveRole(this MigrationBuilder migration) =>
        migration.Sql(
            $"""
            DO $$
            BEGIN
                EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM {RowLevelSecurity.Role}', current_schema());
                EXECUTE format('REVOKE SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I FROM {RowLevelSecurity.Role}', current_schema());
                EXECUTE format('REVOKE USAGE ON SCHEMA %I FROM {RowLevelSecurity.Role}', current_schema());
            END $$;
            """
        );
}
