using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Tokens;
using Platform.IntegrationTests.Tokens;

namespace Platform.IntegrationTests.Tenancy;

public sealed class RunJobTests(Hosts hosts) : IClassFixture<Hosts>
{
    private static readonly string[] Names =
    [
        "batches-prune", "kernel-prune", "mails-prune", "notices-prune", "outbox", "sign-in-prune",
        "tokens-expire", "tokens-idle", "tokens-remind", "tokens-unused", "usage-roll",
    ];

    [Theory, EachDatabase]
    public async Task RunsAJobNowAndTellsWhatCameOfIt(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var op = await host.OperatorAsync();
        var jobs = await op.GetAsync("/instance/jobs").Expect(200);
        Names.ShouldBeSubsetOf(jobs.Items.Select(job => job.Text("name")));
        jobs.Items.ShouldAllBe(job => job.Text("description").Length > 10 && job.Text("everySeconds") != "0");
        Of(jobs, "tokens-remind").Text("everySeconds").ShouldBe("3600");

        await organization.IssueTokenAsync(["people:read"], host.Now.AddDays(5));
        await organization.IssueTokenAsync(["people:read"], host.Now.AddDays(6));
        await op.PostAsync("/instance/jobs/tokens-remind/run").Expect(202);
        var ran = await Eventually.Until(() => op.GetAsync("/instance/jobs").Expect(200), answer => Runs(answer).Count == 1);
        var run = Runs(ran)[0];
        run.Text("items").ShouldBe("2");
        run["error"].ShouldBeNull();
        run.Text("node").ShouldContain(Environment.MachineName);
        run.Time("startedAt").ShouldBe(host.Now);
        long.Parse(run.Text("milliseconds"), System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(0, 60_000);
        (await host.CountAuditAsync("job.run")).ShouldBe(1);

        await op.PostAsync("/instance/jobs/none/run").ExpectProblem(404, "not-found");
        await organization.Admin.PostAsync("/instance/jobs/tokens-remind/run").ExpectProblem(403, "permission-denied");
        await organization.Admin.GetAsync("/instance/jobs").ExpectProblem(403, "permission-denied");

        IReadOnlyList<System.Text.Json.Nodes.JsonNode> Runs(Answer answer) => [.. Of(answer, "tokens-remind")["runs"]!.AsArray().Select(each => each!)];
    }

    [Theory, EachDatabase]
    public async Task ItsTimerRunsIt(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var op = await host.OperatorAsync();
        var next = Of(await op.GetAsync("/instance/jobs").Expect(200), "tokens-expire").Time("nextRunAt");
        host.Clock.AdvanceTo(next);
        await host.LetTimerRunAsync("tokens-expire");
        var ran = await Eventually.Until(
            async () => Of(await op.GetAsync("/instance/jobs").Expect(200), "tokens-expire"), job => job["runs"]!.AsArray().Count > 0);
        ran.Time("runs.0.startedAt").ShouldBe(next);
        ran.Time("nextRunAt").ShouldBe(next.AddSeconds(60));
    }

    [Theory, EachDatabase]
    public async Task KeepsTheLastFiftyRunsAndOneOrganizationsFailure(Database database)
    {
        var failing = new Failing();
        await using var host = await PlatformHost.StartAsync(database, builder => builder.Services.AddSingleton<MediatR.INotificationHandler<TokenExpired>>(failing));
        var (op, organization, other) = (await host.OperatorAsync(), await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        foreach (var each in (TestOrganization[])[organization, other])
        {
            await each.IssueTokenAsync(["people:read"], host.Now.AddMinutes(1));
        }

        failing.For = organization.Id;
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.RunJobAsync("tokens-expire");

        var failed = Of(await op.GetAsync("/instance/jobs").Expect(200), "tokens-expire")["runs"]!.AsArray().ShouldHaveSingleItem()!;
        failed.Text("error").ShouldBe("1 of 2 organizations failed. The first: Not today.");
        failed.Text("items").ShouldBe("1");

        for (var run = 0; run < 52; run++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await host.RunJobAsync("kernel-prune");
        }

        var kept = Of(await op.GetAsync("/instance/jobs").Expect(200), "kernel-prune")["runs"]!.AsArray();
        kept.Count.ShouldBe(50);
        kept[0]!.Time("startedAt").ShouldBe(host.Now);
        (await host.CountAsync("SELECT COUNT(*) FROM kernel_job_run WHERE job = 'kernel-prune'")).ShouldBe(50);
    }

    private static System.Text.Json.Nodes.JsonNode Of(Answer jobs, string name) => jobs.Items.Single(job => job.Text("name") == name);

    private sealed class Failing : MediatR.INotificationHandler<TokenExpired>
    {
        public Guid? For { get; set; }

        public Task Handle(TokenExpired notification, CancellationToken cancellationToken) =>
            notification.OrganizationId == For ? throw new InvalidOperationException("Not today.") : Task.CompletedTask;
    }
}
