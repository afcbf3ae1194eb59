using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Kernel.Data;
using Platform.Kernel.Organizations;

namespace Platform.IntegrationTests.Tenancy;

public sealed class ExportOrganizationTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task HasEveryRowOfTheOrganizationAndNoSecret(Database database)
    {
        var host = await hosts.OnAsync(database);
        await using var receiver = await WebhookReceiver.StartAsync();
        var full = await FullOrganization.MakeAsync(host, receiver);
        var other = await FullOrganization.MakeAsync(host, receiver);
        var organization = full.Organization;
        await host.FillAsync(organization.Id);
        using var zip = await ExportAsync(organization.Admin.In(organization.Id));
        var manifest = JsonNode.Parse(Read(zip, "manifest.json"))!;
        manifest.Text("organizationId").ShouldBe(organization.Id.ToString());

        // Whatever the model has of organizations is there, or left out for a reason.
        var tables = await TablesAsync(host);
        var counts = await host.CountRowsAsync(organization.Id);
        var files = manifest["files"]!.AsArray().ToDictionary(file => file!.Text("name"), file => (long)file!["lines"]!);
        var leftOut = manifest["leftOut"]!.AsArray().ToDictionary(file => file!.Text("name"), file => file!.Text("reason"));
        files.Keys.Concat(leftOut.Keys).ShouldBe(tables.Select(table => FileOf(table.Name)), ignoreOrder: true);
        leftOut.Values.ShouldAllBe(reason => reason.Length > 20);
        zip.Entries.Select(entry => entry.FullName).ShouldBe(files.Keys.Append("manifest.json"), ignoreOrder: true);
        foreach (var table in tables.Where(table => table.NotExportedBecause is null))
        {
            var lines = Read(zip, FileOf(table.Name)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
            lines.Count.ShouldBeGreaterThan(0, table.Name);
            files[FileOf(table.Name)].ShouldBe(lines.Count, table.Name);
            lines.Count.ShouldBe(counts[table.Name], table.Name);
        }

        var person = Lines(zip, "personnel/person.ndjson").Single(line => line.Text("id") == full.Person.Id.ToString());
        (person.Text("name"), person.Text("email"), person.Text("status")).ShouldBe((full.Person.Name, full.Person.Email, "active"));
        var token = Lines(zip, "tokens/token.ndjson").Single(line => line.Text("id") == full.Token.Id.ToString());
        token.Texts("scopes").ShouldBe(["people:read"]);
        token.ContainsKey("hash").ShouldBeFalse();
        Lines(zip, "tenancy/organization.ndjson").ShouldHaveSingleItem().Text("slug").ShouldBe($"{organization.Slug}-renamed");

        // Nobody else's, and no secret in whichever form it is kept.
        var all = string.Join('\n', zip.Entries.Select(entry => Read(zip, entry.FullName)));
        foreach (var strange in (string[])[other.Organization.Id.ToString(), other.Person.Email, other.Person.Id.ToString()])
        {
            all.ShouldNotContain(strange);
        }

        full.Secrets.Count.ShouldBeGreaterThan(15);
        foreach (var secret in full.Secrets)
        {
            all.ShouldNotContain(secret);
        }

        foreach (var kept in await BytesAndPasswordsAsync(host))
        {
            all.ShouldNotContain(kept, Case.Insensitive);
        }
    }

    [Theory, EachDatabase]
    public async Task GoesThroughMoreRowsThanItReadsAtOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        const int Many = 1203;
        var lines = new StringBuilder("name,email\n");
        for (var number = 0; number < Many; number++)
        {
            lines.Append(System.Globalization.CultureInfo.InvariantCulture, $"Person {number},many-{organization.Slug}-{number}@people.example\n");
        }

        var csv = new StringContent(lines.ToString(), Encoding.UTF8, "text/csv");
        await organization.Admin.PostAsync("/people/import", csv).Expect(200);
        using var zip = await ExportAsync(organization.Admin);
        var people = Lines(zip, "personnel/person.ndjson").Select(line => line.Text("id")).ToList();
        people.Count.ShouldBe(Many + 1);
        people.ShouldBeUnique();
    }

    [Theory, EachDatabase]
    public async Task IsLoggedBeforeItIsSent(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        using var zip = await ExportAsync(organization.Admin);
        Lines(zip, "audit/entry.ndjson").Last().Text("action").ShouldNotBeEmpty();
        Lines(zip, "audit/entry.ndjson").Select(line => line.Text("action")).ShouldContain("organization.exported");
        (await organization.Host.CountAuditAsync("organization.exported", organization.Id)).ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task NeedsThePermissionToChangeTheOrganization(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var reader = await organization.AddPersonHoldingAsync("organization:read", "people:read");
        (await reader.Client.GetAsync("/organization/export").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("organization:write");
        (await organization.Host.CountAuditAsync("organization.exported", organization.Id)).ShouldBe(0);
    }

    private static async Task<ZipArchive> ExportAsync(ApiClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, client.BasePath + "/organization/export");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {client.Credential}");
        request.Headers.TryAddWithoutValidation("Organization-ID", client.Organization);
        using var response = await client.Http.SendAsync(request);
        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        response.Content.Headers.ContentDisposition!.FileName.ShouldNotBeNull().ShouldEndWith(".zip");
        return new ZipArchive(new MemoryStream(await response.Content.ReadAsByteArrayAsync()));
    }

    private static Task<IReadOnlyList<OrganizationTable>> TablesAsync(PlatformHost host)
    {
        using var db = host.Services.GetRequiredService<OwnerDatabase>().Open();
        return Task.FromResult(OrganizationTable.Of(db.Model));
    }

    /// <summary>Every hash and key in the database in the forms in which it could have been written, and every password's hash.</summary>
    private static async Task<IReadOnlyList<string>> BytesAndPasswordsAsync(PlatformHost host)
    {
        await using var db = host.Services.GetRequiredService<OwnerDatabase>().Open();
        var bytes = db.Model.GetEntityTypes()
            .SelectMany(entity => entity.GetProperties().Where(property => property.ClrType == typeof(byte[])).Select(property => $"{entity.GetTableName()}.{property.GetColumnName()}"))
            .ToHashSet();
        await using var tables = await host.OpenTablesAsync();
        var kept = new List<string>();
        foreach (var (column, value) in await tables.ReadAllAsync())
        {
            if (bytes.Contains(column) && value.Length >= 32 && value.Distinct().Count() > 4)
            {
                kept.AddRange([value, Convert.ToBase64String(Convert.FromHexString(value))]);
            }
            else if (column is "personnel_account.password_hash" or "personnel_signing_key.private_key" && value.Length > 0)
            {
                kept.Add(value);
            }
        }

        kept.Count.ShouldBeGreaterThan(40);
        return kept;
    }

    private static string FileOf(string table) => $"{table[..table.IndexOf('_')]}/{table[(table.IndexOf('_') + 1)..].Replace('_', '-')}.ndjson";

    private static List<JsonObject> Lines(ZipArchive zip, string file) =>
        [.. Read(zip, file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];

    private static string Read(ZipArchive zip, string file)
    {
        using var reader = new StreamReader(zip.GetEntry(file).ShouldNotBeNull(file).Open());
        return reader.ReadToEnd();
    }
}
