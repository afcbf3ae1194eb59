using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Host;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Metering;
using Platform.Kernel.Outbox;
using Platform.Migrations.SqlServer;

namespace Platform.IntegrationTests.SqlServer;

/// <summary>SQL Server's SQL without a server: read by its own grammar, not run.</summary>
public sealed class StatementsTests(Hosts hosts)
{
    [Theory]
    [InlineData("SELECT 1", true)]
    [InlineData("EXEC(N'CREATE FUNCTION f() RETURNS int AS BEGIN RETURN 1 END')", true)]
    [InlineData("EXEC(N'SELECT 1 LIMIT 1')", false)]
    [InlineData("SELECT 1 LIMIT 1", false)]
    [InlineData("INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO NOTHING", false)]
    [InlineData("IF 1 = 1 BEGIN CREATE FUNCTION f() RETURNS int AS BEGIN RETURN 1 END END", false)]
    public void TheGrammarKnowsItsOwn(string batch, bool good) => (TransactSql.FaultOf(batch) is null).ShouldBe(good);

    [Theory]
    [InlineData(MigrationsSqlGenerationOptions.Default, false)]
    [InlineData(MigrationsSqlGenerationOptions.Idempotent, false)]
    [InlineData(MigrationsSqlGenerationOptions.Default, true)]
    public void EachBatchOfTheMigrationsIsGrammatical(MigrationsSqlGenerationOptions options, bool down)
    {
        using var db = Shadow.Open(new OrganizationScope(), out _);
        var migrations = db.Database.GetMigrations().ToList();
        var script = db.GetService<IMigrator>().GenerateScript(down ? migrations[^1] : null, down ? Migration.InitialDatabase : null, options);
        var batches = script.ReplaceLineEndings("\n").Split("\nGO\n");
        batches.Length.ShouldBeGreaterThan(migrations.Count);
        batches.Select(TransactSql.FaultOf).OfType<string>().ShouldBeEmpty();
    }

    [Fact]
    public async Task WhatTheSuiteAsksOfSqliteIsAskedOfSqlServer()
    {
        var organization = await hosts.OrganizationOnAsync(Database.Sqlite);
        var person = await organization.AddPersonAsync();
        await organization.Admin.GetAsync("/people?q=pat&limit=5").Expect(200);
        await organization.Admin.PatchAsync($"/people/{person.Id}", new { title = "Crew chief" }).Expect(200);
        foreach (var part in new[] { "FROM [personnel_person]", "SELECT TOP(@", "INSERT INTO [personnel_person] (", "UPDATE [personnel_person] SET", "UPDATE [k]", "sp_set_session_context @key = N'platform.organization', @value = N'every'" })
        {
            SeenStatements.All.ShouldContain(text => text.Contains(part, StringComparison.Ordinal), part);
        }
    }

    [Fact]
    public async Task TheHostsOwnSqlIsGrammatical()
    {
        var builder = HostApplication.CreateBuilder(["--Database:Provider=SqlServer", "--ConnectionStrings:Platform=Server=nowhere"]);
        builder.Logging.ClearProviders();
        builder.Services.AddScoped(services => Shadow.OptionsOf(new RecordingConnection(Shadow.Driver)));
        await using var app = builder.Build();
        var flushes = app.Services.GetServices<IHostedService>().Where(service => service.GetType().Name.EndsWith("Flush", StringComparison.Ordinal)).ToList();
        flushes.ShouldHaveSingleItem();
        var now = new DateTime(2031, 3, 1, 0, 0, 0, DateTimeKind.Utc);
        var meter = app.Services.GetRequiredService<Meters>().For(Guid.CreateVersion7(), Guid.CreateVersion7());
        meter.Count("GetMe", IPAddress.Loopback, UseOutcome.Ok, now);
        meter.Use(now, IPAddress.Loopback, "agent", isReplaced: true);
        foreach (var flush in flushes)
        {
            await flush.StartAsync(CancellationToken.None);
        }

        foreach (var start in new[] { "MERGE tokens_usage", "MERGE tokens_network", "UPDATE tokens_token SET use_count", "UPDATE tokens_caller", "INSERT INTO tokens_caller" })
        {
            await Eventually.Until(() => Task.FromResult(SeenStatements.All), all => all.Any(text => text.StartsWith(start, StringComparison.Ordinal)));
        }

        foreach (var flush in flushes)
        {
            await flush.StopAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task WhatEveryChangeEndsWithIsGrammatical()
    {
        var builder = HostApplication.CreateBuilder(["--Database:Provider=SqlServer", "--ConnectionStrings:Platform=Server=nowhere"]);
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        await using var db = Shadow.Open(new OrganizationScope(), out var connection);
        await db.BulkInsertAsync([new OutboxMessage("name", Guid.CreateVersion7(), "{}", DateTime.UnixEpoch)], CancellationToken.None);

        // Nobody says which revision it was.
        var drops = Enumerable.Range(0, 600).Select(_ => new Drop(DropKind.Organization, Guid.CreateVersion7())).ToList();
        await Should.ThrowAsync<InvalidOperationException>(() => app.Services.GetRequiredService<Revisions>().TakeAsync(db, drops, CancellationToken.None));
        connection.Commands.ShouldContain(text => text.StartsWith("INSERT INTO [kernel_outbox]", StringComparison.Ordinal));
        connection.Commands.ShouldContain(text => text.StartsWith("UPDATE kernel_revision", StringComparison.Ordinal));
        connection.Commands.Sum(text => text.Split("INSERT INTO kernel_change").Length - 1).ShouldBe(600);
        connection.Commands.Select(TransactSql.FaultOf).OfType<string>().ShouldBeEmpty();
    }

    [Fact]
    public void TheEndOfALogIsLockedInItsOwnWay()
    {
        var sql = new SqlServerDatabase().UpdateAndRead("audit_head", "sequence = sequence + @count", "chain = @chain", ["sequence", "hash"]);
        sql.ShouldContain(" OUTPUT inserted.sequence, inserted.hash WHERE ");
        TransactSql.FaultOf(sql).ShouldBeNull();
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(2, 3)]
    public async Task ABatchIsAsLongAsItMayBe(int? most, int expected)
    {
        await using var db = Shadow.Open(new OrganizationScope(), out var connection, most);
        db.Changes = new ChangeSet();
        db.AddRange(Enumerable.Range(0, 6).Select(_ => new OutboxMessage("name", Guid.CreateVersion7(), "{}", DateTime.UnixEpoch)));
        await db.SaveChangesAsync();
        connection.Commands.Count(text => text.Contains("INSERT INTO [kernel_outbox]", StringComparison.Ordinal)).ShouldBe(expected);
    }
}
