using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Kernel.Data;

namespace Platform.IntegrationTests.Audit;

/// <summary>An organization's chain is its own: nobody else waits for it.</summary>
public sealed class ChainLockTests(Hosts hosts)
{
    [Theory, EachDatabase(ServersOnly = true)]
    public async Task AnotherOrganizationGoesOnWhileAChainIsHeld(Database database)
    {
        var host = await hosts.OnAsync(database);
        var (held, free) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        await using var db = host.Services.GetRequiredService<OwnerDatabase>().Open();
        await db.Database.OpenConnectionAsync();
        await using var transaction = await db.Database.GetDbConnection().BeginTransactionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"UPDATE audit_head SET sequence = sequence WHERE lower(CAST(chain AS varchar(36))) = '{held.Id}'";
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);

        var waiting = held.CreateServiceAccountAsync("people:read");
        for (var number = 0; number < 5; number++)
        {
            await free.CreateServiceAccountAsync("people:read").WaitAsync(TimeSpan.FromSeconds(5));
        }

        waiting.IsCompleted.ShouldBeFalse("its own chain is held");
        await transaction.RollbackAsync();
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        (await held.VerifyAsync())["intact"].ShouldBe("true");
    }
}
