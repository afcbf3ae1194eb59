using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.IntegrationTests.Personnel;

/// <summary>What others see and do between two steps of an import, and what is left where its host dies there.</summary>
public sealed class InterruptedImportTests
{
    private const string Writing = "StagePeople";
    private const string Landing = "LandImport";

    [Theory, EachDatabase]
    public async Task NobodyIsSeenBeforeEverybodyIs(Database database)
    {
        await using var host = await StartAsync(database, Landing);
        var organization = await host.CreateOrganizationAsync();
        var roles = (await organization.Admin.GetAsync("/roles").Expect(200)).Body;
        var logged = await LoggedAsync(organization);
        var email = TestOrganization.NewEmail("half");
        var import = ImportPeopleTests.ImportAsync(organization.Admin, File(email));
        await PauseOf(host).Reached;

        foreach (var query in (string[])["", "?q=half", "?status=invited", "?permission=people:read", $"?roleId={await organization.RoleAsync("Member")}"])
        {
            (await organization.Admin.GetAsync($"/people{query}").Expect(200)).Body.ShouldNotContain("half");
        }

        (await organization.Admin.GetAsync("/people/export").Expect(200)).Body.ShouldNotContain(email);
        (await organization.Admin.GetAsync("/roles").Expect(200)).Body.ShouldBe(roles);
        (await LoggedAsync(organization)).ShouldBe(["people.exported", .. logged]);
        await host.SignInAsync(email, TestOrganization.Password).ExpectProblem(401, "unauthenticated");

        // Another organization may know the same human meanwhile; this one has one import at a time, and nobody twice.
        var other = await host.CreateOrganizationAsync();
        await other.Admin.PostAsync("/people", new { name = "Other", email, invite = true }).Expect(201);
        await ImportPeopleTests.ImportAsync(organization.Admin, File(TestOrganization.NewEmail())).ExpectProblem(409, "conflict");
        await organization.Admin.PostAsync("/people", new { name = "Twice", email }).ExpectProblem(409, "conflict");

        PauseOf(host).GoOn();
        (await import.Expect(200))["created"].ShouldBe("2");
        (await organization.Admin.GetAsync("/people?q=half").Expect(200)).Items.Count.ShouldBe(2);
    }

    [Theory, EachDatabase]
    public async Task SomebodyAddedMeanwhileRefusesTheWholeOfIt(Database database)
    {
        await using var host = await StartAsync(database, Writing);
        var organization = await host.CreateOrganizationAsync();
        var email = TestOrganization.NewEmail("meanwhile");
        var import = ImportPeopleTests.ImportAsync(organization.Admin, File(email));
        await PauseOf(host).Reached;
        await organization.Admin.PostAsync("/people", new { name = "First", email }).Expect(201);
        PauseOf(host).GoOn();

        await import.ExpectProblem(409, "conflict");
        (await organization.Admin.GetAsync("/people").Expect(200))["total"].ShouldBe("2");
        await NothingIsLeftAsync(host);
    }

    [Theory, EachDatabase]
    public async Task OneThatWasGivenUpCantLand(Database database)
    {
        await using var host = await StartAsync(database, Landing);
        var organization = await host.CreateOrganizationAsync();
        var import = ImportPeopleTests.ImportAsync(organization.Admin, File(TestOrganization.NewEmail()));
        await PauseOf(host).Reached;
        host.Clock.Advance(TimeSpan.FromMinutes(3));
        await host.RunJobAsync("batches-prune");
        PauseOf(host).GoOn();

        await import.ExpectProblem(409, "conflict");
        (await organization.Admin.GetAsync("/people").Expect(200))["total"].ShouldBe("1");
        (await organization.Admin.GetAsync("/audit?action=people.imported").Expect(200)).Items.ShouldBeEmpty();
        await NothingIsLeftAsync(host);
    }

    [Theory, EachDatabase]
    public async Task WhatADeadHostLeftIsPruned(Database database)
    {
        await using var host = await StartAsync(database, "nowhere");
        var organization = await host.CreateOrganizationAsync();
        await BreakOffAsync(organization, TestOrganization.NewEmail("half"));
        (await organization.Admin.GetAsync("/people").Expect(200))["total"].ShouldBe("1");

        // It may still be at work.
        await host.RunJobAsync("batches-prune");
        (await LeftAsync(host)).ShouldBe(5);
        host.Clock.Advance(TimeSpan.FromMinutes(3));
        await host.RunJobAsync("batches-prune");
        await NothingIsLeftAsync(host);
        (await organization.Admin.GetAsync("/people").Expect(200))["total"].ShouldBe("1");
    }

    [Theory, EachDatabase]
    public async Task TheSameFileIsTakenOnceTheDeadHostsIsGivenUp(Database database)
    {
        await using var host = await StartAsync(database, "nowhere");
        var organization = await host.CreateOrganizationAsync();
        var email = TestOrganization.NewEmail("again");
        await BreakOffAsync(organization, email);
        await ImportPeopleTests.ImportAsync(organization.Admin, File(email)).ExpectProblem(409, "conflict");
        host.Clock.Advance(TimeSpan.FromMinutes(3));
        (await ImportPeopleTests.ImportAsync(organization.Admin, File(email)).Expect(200))["created"].ShouldBe("2");
        (await organization.Admin.GetAsync("/people").Expect(200))["total"].ShouldBe("3");
    }

    private static string File(string email) => $"name,email,roles\nhalf,{email},Member\nhalf too,{TestOrganization.NewEmail()},Member\n";

    /// <summary>The tables as they are where a host dies after the last row and before the landing.</summary>
    private static async Task BreakOffAsync(TestOrganization organization, string email)
    {
        await ImportPeopleTests.ImportAsync(organization.Admin, File(email)).Expect(200);
        await using var tables = await organization.Host.OpenTablesAsync();
        await tables.ExecuteAsync("INSERT INTO kernel_open_batch (id, belongs_to, kind, written_at) SELECT id, organization_id, 'people-import', imported_at FROM personnel_import");
        await tables.ExecuteAsync("DELETE FROM personnel_import");
    }

    /// <summary>Open batches and their rows.</summary>
    private static async Task<int> LeftAsync(PlatformHost host)
    {
        await using var tables = await host.OpenTablesAsync();
        var left = 0;
        foreach (var table in (string[])["kernel_open_batch", "personnel_person p JOIN kernel_open_batch b ON p.batch_id = b.id", "roles_assignment a JOIN kernel_open_batch b ON a.batch_id = b.id"])
        {
            left += Convert.ToInt32(await tables.ScalarAsync($"SELECT COUNT(*) FROM {table}"), System.Globalization.CultureInfo.InvariantCulture);
        }

        return left;
    }

    private static async Task NothingIsLeftAsync(PlatformHost host)
    {
        await using var tables = await host.OpenTablesAsync();
        foreach (var sql in (string[])["SELECT COUNT(*) FROM kernel_open_batch", "SELECT COUNT(*) FROM personnel_person WHERE batch_id IS NOT NULL", "SELECT COUNT(*) FROM roles_assignment WHERE batch_id IS NOT NULL"])
        {
            (await tables.ScalarAsync(sql))!.ToString().ShouldBe("0", sql);
        }
    }

    private static Pause PauseOf(PlatformHost host) => host.Services.GetRequiredService<Pause>();

    /// <param name="database">Where its data is.</param>
    /// <param name="command">Before the first command of this name, outside of any transaction, the host waits to be told to go on.</param>
    private static Task<PlatformHost> StartAsync(Database database, string command) => PlatformHost.StartAsync(database, builder =>
    {
        builder.Services.AddSingleton(new Pause(command));
        builder.Services.Insert(0, ServiceDescriptor.Scoped(typeof(IPipelineBehavior<,>), typeof(PausingBehavior<,>)));
    });

    private sealed class Pause(string command)
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromMinutes(1));

        public void GoOn() => _goOn.SetResult();

        public Task AtAsync(string name)
        {
            if (name != command)
            {
                return Task.CompletedTask;
            }

            _reached.TrySetResult();
            return _goOn.Task;
        }
    }

    private sealed class PausingBehavior<TRequest, TResponse>(Pause pause) : IPipelineBehavior<TRequest, TResponse>
        where TRequest : IRequest<TResponse>
    {
        public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
        {
            await pause.AtAsync(typeof(TRequest).Name);
            return await next();
        }
    }

    private static async Task<List<string>> LoggedAsync(TestOrganization organization) =>
        [.. (await organization.Admin.GetAsync("/audit").Expect(200)).Items.Select(entry => entry.Text("action"))];
}
