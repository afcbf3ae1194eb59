using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Platform.Kernel.Data;

namespace Platform.IntegrationTests.Host;

/// <summary>
/// What the database itself refuses, whatever the host asks for: these tests work on the host's own context, which the connection
/// string of an administrator of the whole server has opened, with the query filter lifted or in SQL that knows of none.
/// </summary>
public sealed class SecondWallTests(Hosts hosts)
{
    private static readonly MethodInfo CountOf = typeof(SecondWallTests).GetMethod(nameof(CountAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task WithTheFilterLiftedAnOrganizationSeesItsOwnRowsAndNobodyElseAny(Database database)
    {
        var host = await hosts.OnAsync(database);
        var (mine, other) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDbContext>();
        await using var tables = await host.OpenTablesAsync();
        var seen = 0;
        foreach (var entity in OrganizationScoped(db))
        {
            var table = entity.GetTableName()!;
            db.Scope.Id.ShouldBeNull();
            (await LiftedAsync(db, entity)).ShouldBe(0, $"{table}, in no organization");
            foreach (var organization in new[] { mine, other })
            {
                using (db.Scope.Within(organization.Id))
                {
                    var its = Convert.ToInt32(await tables.ScalarAsync($"SELECT COUNT(*) FROM {table} WHERE organization_id = '{organization.Id}'"), null);
                    (await LiftedAsync(db, entity)).ShouldBe(its, table);
                    seen += its;
                }
            }
        }

        seen.ShouldBeGreaterThan(10);
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task EveryTableOfOrganizationsIsBehindIt(Database database)
    {
        var host = await hosts.OnAsync(database);
        await using var scope = host.Services.CreateAsyncScope();
        await using var tables = await host.OpenTablesAsync();
        foreach (var entity in OrganizationScoped(scope.ServiceProvider.GetRequiredService<PlatformDbContext>()))
        {
            var table = entity.GetTableName()!;
            var walls = await tables.ScalarAsync(database == Database.PostgreSql
                ? $"SELECT COUNT(*) FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relname = '{table}' AND c.relrowsecurity AND p.polwithcheck IS NOT NULL AND c.relowner <> 'platform_app'::regrole"
                : $"SELECT COUNT(*) FROM sys.security_predicates p JOIN sys.security_policies s ON s.object_id = p.object_id WHERE p.target_object_id = OBJECT_ID('{table}') AND s.is_enabled = 1");
            Convert.ToInt32(walls, null).ShouldBe(database == Database.PostgreSql ? 1 : 3, $"{table}: its migration says migrationBuilder.Protect(\"{table}\")");
        }
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task ARowOfAnotherOrganizationIsRefused(Database database)
    {
        var host = await hosts.OnAsync(database);
        var (mine, other) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDbContext>();
        using var _ = db.Scope.Within(mine.Id);
        Task<int> AddAsync(Guid organization) => db.Database.ExecuteSqlAsync(
            $"INSERT INTO tokens_network (token_id, network, organization_id, first_seen_at) VALUES ({Guid.CreateVersion7()}, {"192.0.2.0/24"}, {organization}, {host.Now})");
        (await AddAsync(mine.Id)).ShouldBe(1);
        await ShouldRefuseAsync(database, () => AddAsync(other.Id));
        await ShouldRefuseAsync(database, () => db.Database.ExecuteSqlAsync($"UPDATE roles_role SET organization_id = {other.Id}"));
        (await db.Database.ExecuteSqlAsync($"UPDATE roles_role SET name = 'Taken over' WHERE organization_id = {other.Id}")).ShouldBe(0);
        (await db.Database.ExecuteSqlAsync($"DELETE FROM roles_role WHERE organization_id = {other.Id}")).ShouldBe(0);
        await using var tables = await host.OpenTablesAsync();
        Convert.ToInt32(await tables.ScalarAsync($"SELECT COUNT(*) FROM roles_role WHERE organization_id = '{other.Id}' AND name <> 'Taken over'"), null).ShouldBeGreaterThan(2);
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task ItFollowsTheOrganizationThroughOneTransaction(Database database)
    {
        var host = await hosts.OnAsync(database);
        var (one, two) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        await two.AddPersonAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDbContext>();
        Task<int> PeopleAsync() => db.Database.SqlQueryRaw<int>("SELECT CAST(COUNT(*) AS int) AS \"Value\" FROM personnel_person").SingleAsync();
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Scope.Enter(one.Id);
            (await PeopleAsync()).ShouldBe(1);
            await transaction.CreateSavepointAsync("before");
            using (db.Scope.Within(two.Id))
            {
                (await PeopleAsync()).ShouldBe(2);
            }

            (await PeopleAsync()).ShouldBe(1);
            db.Scope.Enter(two.Id);
            (await PeopleAsync()).ShouldBe(2);
            // On PostgreSQL the session forgets here that it was told of the second one.
            await transaction.RollbackToSavepointAsync("before");
            (await PeopleAsync()).ShouldBe(2);
        });
        db.Scope.Enter(one.Id);
        (await PeopleAsync()).ShouldBe(1);
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task AConnectionFromThePoolKnowsNothingOfItsLastUser(Database database)
    {
        var host = await hosts.OnAsync(database);
        var organization = await host.CreateOrganizationAsync();
        // A pool of one: whoever comes next has the same session.
        var poolOfOne = new DbConnectionStringBuilder { ConnectionString = host.ConnectionString };
        poolOfOne[database == Database.PostgreSql ? "MaxPoolSize" : "Max Pool Size"] = 1;
        var options = new DbContextOptionsBuilder<PlatformDbContext>();
        host.Services.GetRequiredService<DatabaseProvider>().Configure(options, poolOfOne.ConnectionString, maxBatchSize: null);
        await using var db = new PlatformDbContext(options.Options, host.Services.GetRequiredService<PlatformModel>());
        for (var round = 0; round < 3; round++)
        {
            db.Scope.Enter(organization.Id);
            (await db.Database.SqlQueryRaw<int>("SELECT CAST(COUNT(*) AS int) AS \"Value\" FROM personnel_person").SingleAsync()).ShouldBe(1);
            await db.Database.OpenConnectionAsync();
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM personnel_person";
            Convert.ToInt32(await command.ExecuteScalarAsync(), null).ShouldBe(0, "past EF, which tells the session whose rows it may see");
            if (database == Database.PostgreSql)
            {
                command.CommandText = "SELECT current_user || ' ' || current_setting('is_superuser')";
                (await command.ExecuteScalarAsync()).ShouldBe("platform_app off");
            }

            await db.Database.CloseConnectionAsync();
        }
    }

    private static IEnumerable<IEntityType> OrganizationScoped(PlatformDbContext db) =>
        db.Model.GetEntityTypes().Where(type => typeof(IOrganizationScoped).IsAssignableFrom(type.ClrType));

    private static Task<int> LiftedAsync(PlatformDbContext db, IEntityType entity) =>
        (Task<int>)CountOf.MakeGenericMethod(entity.ClrType).Invoke(null, [db])!;

    private static Task<int> CountAsync<T>(PlatformDbContext db)
        where T : class => db.Set<T>().IgnoreQueryFilters().CountAsync();

    private static async Task ShouldRefuseAsync(Database database, Func<Task<int>> change)
    {
        var refused = await Should.ThrowAsync<DbException>(change);
        if (database == Database.PostgreSql)
        {
            refused.SqlState.ShouldBe("42501");
        }

        refused.Message.ShouldContain(database == Database.PostgreSql ? "row-level security" : "block predicate");
    }
}
