using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.IntegrationTests.Audit;

/// <summary>Changes past the change tracker, as no command of the product may make them.</summary>
internal sealed record RenameEverybody : ICommand<Result>;

internal sealed class RenameEverybodyHandler(PlatformDbContext db) : IRequestHandler<RenameEverybody, Result>
{
    public async Task<Result> Handle(RenameEverybody request, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlRawAsync("UPDATE personnel_person SET name = 'Nobody'", cancellationToken);
        return Result.Done;
    }
}

/// <summary>That what watches the suite's commands notices what it is there for.</summary>
public sealed class CommandsTests
{
    [Theory, EachDatabase]
    public async Task AChangeWithoutItsEntryIsNoticed(Database database)
    {
        await using var host = await PlatformHost.StartAsync(
            database, builder => builder.Services.AddScoped<IRequestHandler<RenameEverybody, Result>, RenameEverybodyHandler>());
        var organization = await host.CreateOrganizationAsync();
        await using (var scope = host.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(organization.Id);
            (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RenameEverybody())).Error.ShouldBeNull();
        }

        CommandWatch.Faults.TryRemove(nameof(RenameEverybody), out var written).ShouldBeTrue();
        written.ShouldBe("personnel_person");
    }

    [Fact]
    public void WhatNeedsNoEntryIsThere() => CommandWatch.Excused.Except(CommandsCheck.All.Select(type => type.Name)).ShouldBeEmpty("These are on the list without need: take them off.");

    [Theory, EachDatabase]
    public async Task AChangeIsNotMadeWhereItsEntryCannotBe(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var organization = await host.CreateOrganizationAsync();
        await using var tables = await host.OpenTablesAsync();

        // The place at the chain's end is taken.
        var next = (await organization.EntriesAsync()).Count + 1;
        await tables.ExecuteAsync($"UPDATE audit_entry SET sequence = {next} WHERE sequence = 1 AND {tables.Is("organization_id", organization.Id)}");
        (await organization.Admin.PostAsync("/service-accounts", new { name = "Never made", permissions = new[] { "people:read" } })).Status.ShouldBeGreaterThanOrEqualTo(400);
        (await organization.Admin.GetAsync("/service-accounts").Expect(200)).Items.ShouldBeEmpty();
    }
}
