using System.Globalization;
using CsvHelper;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Audit;
using Platform.Kernel.Results;

namespace Platform.IntegrationTests.Audit;

public sealed class ExportAuditTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task HasEveryEntryInItsOrderAndASignedCheckpoint(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.SeedEntriesAsync(1300);
        await organization.Admin.PostAsync("/people", new { name = "Zoë \"Quote\" Ångström", email = TestOrganization.NewEmail() }).Expect(201);
        var answer = await organization.Admin.GetAsync("/audit/export").Expect(200);
        answer.ContentHeaders.ContentType!.ToString().ShouldBe("application/x-ndjson");
        answer.ContentHeaders.ContentDisposition!.FileName.ShouldBe($"audit-{organization.Slug}-{organization.Host.Now:yyyy-MM-dd}.ndjson");

        var lines = Lines(answer.Body);
        var (header, entries, checkpoint) = (lines[0]["export"]!, lines[1..^1], lines[^1]["checkpoint"]!);
        entries.Select(entry => (int)entry["sequence"]!).ShouldBe(Enumerable.Range(1, entries.Count));
        (header.Text("organizationId"), header.Text("slug"), header.Text("filtered")).ShouldBe((organization.Id.ToString(), organization.Slug, "false"));
        (header.Text("from"), header.Text("to")).ShouldBe(("1", $"{entries.Count}"));
        header.Time("exportedAt").ShouldBe(organization.Host.Now, TimeSpan.FromSeconds(1));

        // Each line is what the list has, and the last one says who has read them all.
        var listed = await Paging.ReadAllAsync(organization.Admin, "/audit?sort=sequence&limit=200");
        entries.Select(entry => entry.ToJsonString()).ShouldBe(listed.Select(entry => entry.ToJsonString()));
        entries[^1].Text("action").ShouldBe("audit.exported");
        entries[^1].Text("actor.id").ShouldBe(organization.AdministratorId.ToString());
        entries[^1].Text("changes.format.after").ShouldBe("ndjson");

        (checkpoint.Text("sequence"), checkpoint.Text("hash")).ShouldBe((entries[^1].Text("sequence"), entries[^1].Text("hash")));
        Jwt.IsSignedBy(checkpoint.Text("signature"), checkpoint["key"]!).ShouldBeTrue();
        var claims = Jwt.Read(checkpoint.Text("signature")).Claims;
        (claims.Text("org"), claims.Text("seq"), claims.Text("hash")).ShouldBe((organization.Id.ToString(), entries[^1].Text("sequence"), entries[^1].Text("hash")));
        (await organization.Host.Root.GetAsync("/.well-known/jwks.json").Expect(200)).Json["keys"]!.AsArray()
            .Select(key => key!.ToJsonString()).ShouldContain(checkpoint["key"]!.ToJsonString());
    }

    [Theory, EachDatabase]
    public async Task IsCheckedWithoutTheInstance(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.SeedEntriesAsync(1000);
        var body = (await organization.Admin.GetAsync("/audit/export").Expect(200)).Body;
        var whole = (await CheckAsync(organization.Host, body)).Value;
        (whole.Fault, whole.First, whole.Checkpoints).ShouldBe((null, 1, 1));
        whole.SignedThrough.ShouldBe(whole.Last);

        // An entry that says something else, and a file that broke off on its way.
        (await CheckAsync(organization.Host, body.Replace("\"name\":\"Person 7\"", "\"name\":\"Person 8\"", StringComparison.Ordinal))).Value.FirstBroken.ShouldNotBeNull();
        (await CheckAsync(organization.Host, body[..(body.Length / 2)])).Value.Fault.ShouldNotBeNull();
    }

    [Theory, EachDatabase]
    public async Task BeginsBehindTheCheckpointThatStandsForWhatWasLetGo(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var organization = await host.CreateOrganizationAsync();
        var signed = await organization.CheckpointAsync();
        host.Clock.Advance(TimeSpan.FromDays(60));
        await organization.SignInAdministratorAsync();
        await organization.Admin.PatchAsync("/organization", new { auditRetentionDays = 30 }).Expect(200);
        await host.RunJobAsync("audit-prune");

        var body = (await organization.Admin.GetAsync("/audit/export").Expect(200)).Body;
        var lines = Lines(body);
        (lines[0].Text("export.from"), lines[1].Text("checkpoint.sequence")).ShouldBe(($"{signed.Sequence + 1}", $"{signed.Sequence}"));
        lines[2].Text("sequence").ShouldBe($"{signed.Sequence + 1}");
        var whole = (await CheckAsync(host, body)).Value;
        (whole.Fault, whole.First, whole.Checkpoints).ShouldBe((null, signed.Sequence + 1, 2));
    }

    [Theory, EachDatabase]
    public async Task SaysThatFiltersLeftEntriesOut(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.SeedEntriesAsync(1200);
        var person = await organization.AddPersonAsync(name: "Fay Filter");
        var lines = Lines((await organization.Admin.GetAsync($"/audit/export?format=ndjson&targetId={person.Id}").Expect(200)).Body);
        lines[0].Text("export.filtered").ShouldBe("true");
        (await CheckAsync(organization.Host, string.Join('\n', lines.Select(line => line.ToJsonString())))).Error!.Detail.ShouldContain("Filters");
        lines[1..^1].Count.ShouldBeGreaterThan(1);
        lines[1..^1].ShouldAllBe(entry => entry.Text("target.id") == person.Id.ToString());
        Lines((await organization.Admin.GetAsync("/audit/export?action=token.created").Expect(200)).Body)[1..^1].Count.ShouldBe(
            int.Parse((await organization.Admin.GetAsync("/audit?action=token.created").Expect(200))["total"], CultureInfo.InvariantCulture));

        await organization.Admin.GetAsync("/audit/export?format=xml").ExpectInvalid("format");
        await organization.Admin.GetAsync("/audit/export?from=yesterday").ExpectInvalid("from");
        (await organization.Admin.GetAsync("/audit?action=audit.exported").Expect(200)).Items.Count.ShouldBe(2, "what was refused is no export");
    }

    [Theory, EachDatabase]
    public async Task IsCsvThatNoSpreadsheetRuns(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        string[] names = ["=SUM(A1)", "+1", "-1", "@home", "Ann, \"Ann\"\r\nand Ben"];
        foreach (var name in names)
        {
            await organization.Admin.PostAsync("/roles", new { name, permissions = new[] { "people:read" } }).Expect(201);
        }

        var answer = await organization.Admin.GetAsync("/audit/export?format=csv").Expect(200);
        answer.ContentHeaders.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        answer.ContentHeaders.ContentDisposition!.FileName!.ShouldEndWith(".csv");
        using var csv = new CsvReader(new StringReader(answer.Body.TrimStart('\uFEFF')), CultureInfo.InvariantCulture);
        var rows = csv.GetRecords<dynamic>().Select(row => (IDictionary<string, object>)row).ToList();
        var listed = await Paging.ReadAllAsync(organization.Admin, "/audit?sort=sequence&limit=200");
        rows.Select(row => row["sequence"]).ShouldBe(listed.Select(entry => entry.Text("sequence")));
        rows.Select(row => row["hash"]).ShouldBe(listed.Select(entry => entry.Text("hash")));
        rows.Select(row => JsonNode.Parse((string)row["changes"])!.ToJsonString()).ShouldBe(listed.Select(entry => entry["changes"]!.ToJsonString()));
        rows.Where(row => (string)row["action"] == "role.created").Select(row => (string)row["targetName"]).Where(name => names.Any(name.EndsWith))
            .ShouldBe(["'=SUM(A1)", "'+1", "'-1", "'@home", names[4]]);
        answer.Body.ShouldContain("\"Ann, \"\"Ann\"\"\r\nand Ben\"");
    }

    [Theory, EachDatabase]
    public async Task IsForWhoMayExport(Database database)
    {
        var host = await hosts.OnAsync(database);
        var (one, other) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        var reader = await one.IssueTokenAsync("audit:read");
        (await one.With(reader.Secret).GetAsync("/audit/export").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("audit:export");
        var token = await one.IssueTokenAsync("audit:export");
        var body = (await one.With(token.Secret).GetAsync("/audit/export").Expect(200)).Body;
        body.ShouldNotContain(other.Id.ToString());
        body.ShouldNotContain(token.Secret);
        Lines(body)[^2].Text("actor.tokenId").ShouldBe(token.Id.ToString());
        await other.With(token.Secret).GetAsync("/audit/export").ExpectProblem(403, "organization-mismatch");
    }

    [Theory, EachDatabase]
    public async Task EndsWhereTheLogDidWhenItBegan(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.SeedEntriesAsync(20_000);
        using var http = new HttpClient();
        using var response = await BeginAsync(http, organization);
        using var text = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var last = JsonNode.Parse((await text.ReadLineAsync(TestContext.Current.CancellationToken))!)!.Text("export.to");
        await organization.Admin.PatchAsync("/organization", new { name = "Renamed meanwhile" }).Expect(200);
        var lines = Lines(await text.ReadToEndAsync(TestContext.Current.CancellationToken));
        lines[^2].Text("sequence").ShouldBe(last);
        lines[^1].Text("checkpoint.sequence").ShouldBe(last);
    }

    [Theory, EachDatabase]
    public async Task EndsWhenTheClientGoesAway(Database database)
    {
        // A host of its own: it is its commands that are counted.
        await using var host = await PlatformHost.StartAsync(database);
        var organization = await host.CreateOrganizationAsync();
        await organization.SeedEntriesAsync(60_000);
        int PagesRead() => host.Commands.Asked.Count(command => command.Contains("audit_entry", StringComparison.Ordinal) && command.Contains("user_agent", StringComparison.Ordinal));
        using var http = new HttpClient();
        using (var response = await BeginAsync(http, organization))
        {
            await Eventually.Until(() => Task.FromResult(PagesRead()), pages => pages > 0);
        }

        // Not a page more once it has noticed, of 120.
        var pages = PagesRead();
        await Eventually.Until(
            async () =>
            {
                var before = PagesRead();
                await Task.Delay(500, TestContext.Current.CancellationToken);
                return (Before: before, After: pages = PagesRead());
            },
            count => count.Before == count.After);
        pages.ShouldBeLessThan(110);
        await organization.Admin.GetAsync("/audit?limit=1").Expect(200);
    }

    private static async Task<Result<AuditExportVerdict>> CheckAsync(PlatformHost host, string body)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, body);
            await using var scope = host.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new VerifyAuditExport(path, null));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Task<HttpResponseMessage> BeginAsync(HttpClient http, TestOrganization organization)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(organization.Host.Address, "/api/v1/audit/export"));
        request.Headers.Add("Authorization", $"Bearer {organization.Admin.Credential}");
        request.Headers.Add("Organization-ID", organization.Slug);
        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static List<JsonNode> Lines(string body) => [.. body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
}
