using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Platform.Kernel.Data;

namespace Platform.IntegrationTests.Host;

/// <summary>A server database that fails now and then: what is tried again, what never is, and what the caller is told.</summary>
public sealed class UnavailableTests
{
    [Theory, EachDatabase(ServersOnly = true)]
    public async Task ACommandThatADeadlockEndedIsDoneAgainAndOnce(Database database)
    {
        if (database != Database.PostgreSql)
        {
            Assert.Skip("Only PostgreSQL's errors can be made by hand.");
        }

        var faults = new Faults();
        await using var host = await PlatformHost.StartAsync(database, builder => builder.Services.AddInterceptor(faults));
        var organization = await host.CreateOrganizationAsync();
        faults.Deadlocks = 2;
        var person = await organization.Admin.PostAsync("/people", new { name = "Pat", email = TestOrganization.NewEmail() }).Expect(201);
        faults.Deadlocks.ShouldBe(0);
        (await host.CountAuditAsync("person.created", person.Id)).ShouldBe(1);
        (await organization.Admin.GetAsync("/people").Expect(200)).Items.Count.ShouldBe(2);
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task ACommitWhoseAnswerWasLostIsNotRepeated(Database database)
    {
        var faults = new Faults();
        await using var host = await PlatformHost.StartAsync(database, builder => builder.Services.AddInterceptor(faults));
        var organization = await host.CreateOrganizationAsync();
        faults.LoseNextCommit = true;
        var lost = await organization.Admin.PostAsync("/people", new { name = "Pat", email = TestOrganization.NewEmail() }).Expect(503);
        lost["code"].ShouldBe("unavailable");
        lost["detail"].ShouldContain("See how things stand");
        (await organization.Admin.GetAsync("/people").Expect(200)).Items.Count.ShouldBe(2);
        (await host.CountAuditAsync("person.created")).ShouldBe(2, "the administrator and Pat");
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task ARevocationWhoseCommitWasLostIsInForceOnceItIsRepeated(Database database)
    {
        var faults = new Faults();
        await using var host = await PlatformHost.StartAsync(database, builder => builder.Services.AddInterceptor(faults));
        var organization = await host.CreateOrganizationAsync();
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var token = await person.Client.PostAsync("/me/token").Expect(201);
        await organization.With(token["secret"]).GetAsync("/me").Expect(200);
        faults.LoseNextCommit = true;
        await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke").Expect(503);

        // Without a 200 nobody has waited for the nodes.
        await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke").Expect(200);
        await organization.With(token["secret"]).GetAsync("/me").Expect(401);
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task WhereTheDatabaseIsNotThereTheAnswerSaysSo(Database database)
    {
        if (database != Database.PostgreSql)
        {
            Assert.Skip("Only PostgreSQL refuses connections to one database.");
        }

        await using var host = await PlatformHost.StartAsync(database);
        var organization = await host.CreateOrganizationAsync();
        await host.Anonymous.GetAsync("/me").Expect(401);
        var name = new NpgsqlConnectionStringBuilder(host.ConnectionString).Database;
        host.BeImpatient();
        await AsServerAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS false; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        (await organization.Admin.GetAsync("/people").Expect(503))["code"].ShouldBe("unavailable");
        (await organization.Admin.PostAsync("/people", new { name = "Pat", email = TestOrganization.NewEmail() }).Expect(503))["code"].ShouldBe("unavailable");
        await Eventually.Until(() => host.Root.GetAsync("/health/ready"), answer => answer.Status == 503 && answer["database"] == "unreachable");
        await AsServerAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS true");

        // Perhaps not at once: meanwhile its lease may have run out.
        await Eventually.Until(() => organization.Admin.GetAsync("/people"), answer => answer.Status == 200);
        await Eventually.Until(() => host.Root.GetAsync("/health/ready"), answer => answer.Status == 200);

        // A restart of the server leaves a pool of dead connections: nobody is to notice.
        await AsServerAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        await organization.Admin.GetAsync("/people").Expect(200);
    }

    private static async Task AsServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Environment.GetEnvironmentVariable(DatabaseServer.VariableOf(Database.PostgreSql)!));
        await connection.OpenAsync();
        foreach (var statement in sql.Split("; "))
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Fails where it is told to, in the driver's own words.</summary>
    private sealed class Faults : DbCommandInterceptor, IDbTransactionInterceptor
    {
        /// <summary>How many more commands that add a person end in a deadlock.</summary>
        public int Deadlocks { get; set; }

        /// <summary>The next commit of a command that the log knows of takes place, and its answer never comes.</summary>
        public bool LoseNextCommit { get; set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (Deadlocks > 0 && command.CommandText.Contains("INSERT INTO personnel_person", StringComparison.Ordinal))
            {
                Deadlocks--;
                throw new PostgresException("deadlock detected", "ERROR", "ERROR", PostgresErrorCodes.DeadlockDetected);
            }

            return ValueTask.FromResult(result);
        }

        Task IDbTransactionInterceptor.TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken)
        {
            if (LoseNextCommit && eventData.Context is PlatformDbContext { Changes.Facts.Count: > 0 })
            {
                LoseNextCommit = false;
                throw new NpgsqlException("The connection was lost.", new IOException());
            }

            return Task.CompletedTask;
        }
    }
}
