using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Platform.Kernel.Data;

namespace Platform.IntegrationTests.Host;

public sealed class MaxBatchSizeTests
{
    [Theory, EachDatabase]
    public async Task SaysHowManyStatementsGoInOneRoundTrip(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database, null, empty: true, "--Database:MaxBatchSize=2");
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDbContext>();
        db.Changes = new ChangeSet();
        db.AddRange(Enumerable.Range(0, 6).Select(_ => OpenBatch.Begin(Guid.CreateVersion7(), "people", host.Now)));
        await db.SaveChangesAsync();
        var sizes = host.Commands.Seen.Select(text => Regex.Count(text, @"INSERT INTO [\[""]?kernel_open_batch")).Where(size => size > 0).ToList();

        // SQLite is in the process: there is no round trip to spare, and each statement goes by itself.
        sizes.ShouldBe(database == Database.Sqlite ? [1, 1, 1, 1, 1, 1] : [2, 2, 2]);
    }
}
