using System.Globalization;

namespace Platform.IntegrationTests.Tenancy;

/// <summary>The job <c>organizations-purge</c>: 30 days after it was deleted, nothing is left of an organization.</summary>
public sealed class PurgeOrganizationsTests(Hosts hosts, ITestOutputHelper output) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task EveryRowOfItIsGoneFromEveryTableAndNobodyElsesIs(Database database)
    {
        var host = await hosts.OnAsync(database);
        await using var receiver = await WebhookReceiver.StartAsync();
        var full = await FullOrganization.MakeAsync(host, receiver);
        var other = await FullOrganization.MakeAsync(host, receiver);
        var (organization, person) = (full.Organization, full.Person);
        var both = await organization.AddPersonAsync();
        await other.Organization.JoinAsync(both.Email);
        output.WriteLine($"Made by hand: {string.Join(", ", await host.FillAsync(organization.Id))}");
        await host.FillAsync(other.Organization.Id);
        (await EmptyAsync(host, organization.Id)).ShouldBeEmpty("a table without a row of it proves nothing");
        var others = await host.CountRowsAsync(other.Organization.Id);

        await DeleteOrganizationTests.DeleteAsync(organization, organization.Name).Expect(200);
        host.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        await host.RunJobAsync("organizations-purge");
        (await EmptyAsync(host, organization.Id)).ShouldBeEmpty("its days of grace are not over");
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await host.RunJobAsync("organizations-purge");
        foreach (var job in (string[])["kernel-prune", "sign-in-prune"])
        {
            await host.RunJobAsync(job);
        }

        (await host.CountRowsAsync(organization.Id)).Where(table => table.Value > 0).ShouldBeEmpty();
        foreach (var (table, count) in await host.CountRowsAsync(other.Organization.Id))
        {
            // Nobody else's rows: what only comes to its end by itself meanwhile is not counted.
            if (table is not ("kernel_outbox" or "kernel_open_batch" or "tenancy_former_slug"))
            {
                count.ShouldBeGreaterThanOrEqualTo(others[table], table);
            }
        }

        await using var tables = await host.OpenTablesAsync();
        var cells = await tables.ReadAllAsync();
        var left = cells.Where(cell => !cell.Column.StartsWith("audit_entry.", StringComparison.Ordinal)).ToList();
        foreach (var trace in (string[])[organization.Id.ToString(), organization.Slug, organization.Name, person.Id.ToString(), person.Email, person.Name, organization.AdministratorEmail, full.Token.Id.ToString()])
        {
            left.Where(cell => Has(cell.Value, trace)).Select(cell => cell.Column).Distinct().ShouldBeEmpty(trace);
        }

        (await CountAsync(tables, "personnel_account", $"normalized_email = '{both.Email}'")).ShouldBe(1, "its account is another organization's too");
        (await CountAsync(tables, "personnel_account", $"normalized_email = '{person.Email}'")).ShouldBe(0);
        var orphans = "account_id NOT IN (SELECT id FROM personnel_account)";
        foreach (var table in (string[])["personnel_recovery_code", "personnel_passkey", "personnel_reset_link", "personnel_session"])
        {
            (await CountAsync(tables, table, orphans)).ShouldBe(0, table);
        }

        (await CountAsync(tables, "personnel_refresh_token", "session_id NOT IN (SELECT id FROM personnel_session)")).ShouldBe(0);
        (await host.CountAuditAsync("organization.purged", organization.Id)).ShouldBe(1, "the instance's own log says that it existed");
        await host.SignInAsync(both.Email, TestOrganization.Password).Expect(200);
        await host.SignInAsync(person.Email, TestOrganization.Password).ExpectProblem(401, "unauthenticated");
    }

    /// <summary>Whether it is in the text; what ends in a number is not in what goes on with a digit.</summary>
    private static bool Has(string text, string trace)
    {
        for (var at = text.IndexOf(trace, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(trace, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + trace.Length;
            if (end == text.Length || !char.IsAsciiDigit(text[end]) || !char.IsAsciiDigit(trace[^1]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The tables without a row of it. Who has begun a batch and not gone on is forgotten by a job, whenever that runs.</summary>
    private static async Task<List<string>> EmptyAsync(PlatformHost host, Guid organization) =>
        [.. (await host.CountRowsAsync(organization)).Where(table => table.Value == 0 && table.Key != "kernel_open_batch").Select(table => table.Key)];

    [Theory, EachDatabase]
    public async Task ItsSlugIsFreeAndSoIsTheOneItHadBefore(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        await organization.Admin.PatchAsync("/organization", new { slug = "gone-for-good" }).Expect(200);
        await DeleteOrganizationTests.DeleteAsync(organization, organization.Name).Expect(200);
        await CreateAsync(host, "gone-for-good").ExpectProblem(409, "conflict");
        await CreateAsync(host, organization.Slug).ExpectProblem(409, "conflict");
        host.Clock.Advance(TimeSpan.FromDays(31));
        await host.RunJobAsync("organizations-purge");
        await CreateAsync(host, "gone-for-good").Expect(201);
        await CreateAsync(host, organization.Slug).Expect(201);
    }

    private static async Task<Answer> CreateAsync(PlatformHost host, string slug) => await (await host.OperatorAsync()).PostAsync(
        "/instance/organizations", new { name = slug, slug, administrator = new { name = "Ada", email = TestOrganization.NewEmail() } });

    private static async Task<int> CountAsync(Tables tables, string table, string where) =>
        Convert.ToInt32(await tables.ScalarAsync($"SELECT COUNT(*) FROM {table} WHERE {where}"), CultureInfo.InvariantCulture);
}
