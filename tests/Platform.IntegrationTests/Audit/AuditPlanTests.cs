using Platform.IntegrationTests.Tokens;

namespace Platform.IntegrationTests.Audit;

/// <summary>
/// How the databases mean to answer the very queries that the log's list sends: each filter in either order, the first page and
/// one further on. None may go through the table, nor sort.
/// </summary>
public sealed class AuditPlanTests
{
    private const int Entries = 5000;

    [Theory, EachDatabase]
    public async Task EveryFilterIsARangeOfAnIndex(Database database)
    {
        Assert.SkipWhen(database == Database.SqlServer, "Its plans are read by other means.");
        var log = new QueryLog();
        await using var host = await PlatformHost.StartAsync(database, builder => builder.Services.AddInterceptor(log));
        var organization = await host.CreateOrganizationAsync();
        await organization.SeedEntriesAsync(Entries);
        var middle = (await organization.Admin.GetAsync("/audit?limit=1&from=2031-02-01T00:00:00Z").Expect(200)).Items[0];
        string[] filters =
        [
            "", $"actorId={middle.Text("actor.id")}", $"actorId={organization.AdministratorId}", "action=token.created", "action=nothing.happened",
            $"targetId={middle.Text("target.id")}", "from=2031-02-01T00:00:00Z", "to=2031-02-01T00:00:00Z", "from=2031-01-20T00:00:00Z&to=2031-01-21T00:00:00Z",
        ];
        var explained = 0;
        foreach (var filter in filters)
        {
            foreach (var sort in (string[])["sequence", "-sequence"])
            {
                log.Clear();
                var path = $"/audit?limit=20&sort={sort}&{filter}";
                var page = await organization.Admin.GetAsync(path).Expect(200);
                if ((string?)page.Json["nextCursor"] is { } cursor)
                {
                    await organization.Admin.GetAsync($"{path}&cursor={cursor}").Expect(200);
                }

                var queries = log.Seen.Where(query => query.Text.Contains("audit_entry", StringComparison.Ordinal)).ToList();
                queries.ShouldNotBeEmpty();
                foreach (var query in queries)
                {
                    if (database == Database.PostgreSql && TokenPlanTests.IsCount(query))
                    {
                        // Where a third of a small table is counted, no index makes that cheaper.
                        continue;
                    }

                    var plan = await TokenPlanTests.ExplainAsync(host, query);
                    explained++;
                    TokenPlanTests.Judge(database, plan, sortsWhatWasFound: false, "audit_").ShouldBeNull($"{path}\n{query.Text}\n{string.Join('\n', plan)}");
                }
            }
        }

        explained.ShouldBeGreaterThan(30);
    }

    /// <summary>Nothing is counted past where it would take long, and a page is the same wherever it stands.</summary>
    [Theory, EachDatabase]
    public async Task TotalsAreKnownOrNotCounted(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var organization = await host.CreateOrganizationAsync();
        await organization.SeedEntriesAsync(Entries);
        var all = (await organization.EntriesAsync()).Count;
        (await organization.Admin.GetAsync("/audit?limit=1").Expect(200))["total"].ShouldBe($"{all}");
        (await organization.Admin.GetAsync("/audit?limit=1&action=token.created").Expect(200)).Json["total"].ShouldBeNull("they are more than are counted");
        (await organization.Admin.GetAsync("/audit?limit=1&action=session.started").Expect(200))["total"].ShouldBe("1");
        (await organization.Admin.GetAsync("/audit?limit=1&action=nothing.happened").Expect(200))["total"].ShouldBe("0");
        (await organization.VerifyAsync())["intact"].ShouldBe("true");

        var (from, to) = (new DateTime(2031, 1, 15, 0, 0, 0, DateTimeKind.Utc), new DateTime(2031, 1, 15, 6, 0, 0, DateTimeKind.Utc));
        var expected = (await organization.EntriesAsync()).Where(entry => entry.Time("at") >= from && entry.Time("at") < to).Select(entry => entry.Text("sequence")).ToList();
        expected.Count.ShouldBeGreaterThan(5);
        (await Paging.ReadAllAsync(organization.Admin, $"/audit?sort=sequence&limit=4&from={from:O}&to={to:O}")).Select(entry => entry.Text("sequence")).ShouldBe(expected);
        await organization.Admin.GetAsync("/audit?cursor=bm9uZQ").ExpectInvalid("cursor");
        await organization.Admin.GetAsync("/audit?sort=at").ExpectInvalid("sort");
    }
}
