using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Audit;
using Platform.Contracts.Personnel;
using Platform.Kernel.Data;

namespace Platform.IntegrationTests.Audit;

/// <summary>
/// The chain as whoever has only the documentation would follow it: hashes from the entries as the API writes them, and the lines
/// of an export.
/// </summary>
internal static class WrittenEntries
{
    /// <summary>All of an organization's, the oldest first.</summary>
    public static Task<IReadOnlyList<JsonNode>> EntriesAsync(this TestOrganization organization) =>
        Paging.ReadAllAsync(organization.Admin, "/audit?sort=sequence&limit=200");

    public static Task<Answer> VerifyAsync(this TestOrganization organization) => organization.Admin.GetAsync("/audit/verify").Expect(200);

    /// <summary>SHA-256 of the canonical form and the previous hash, in hexadecimal.</summary>
    public static string HashOf(Guid organization, JsonNode entry)
    {
        var at = entry.Time("at").ToString("yyyy-MM-ddTHH:mm:ss.fffffff", System.Globalization.CultureInfo.InvariantCulture) + "Z";
        string?[] fields =
        [
            $"{organization}", entry.Text("sequence"), at, entry.Text("actor.kind"), entry.Text("actor.id"), entry.Text("actor.name"), (string?)entry.At("actor.tokenId"),
            entry.Text("action"), entry.Text("target.kind"), entry.Text("target.id"), entry.Text("target.name"), entry["changes"]!.ToJsonString(),
            (string?)entry["address"], (string?)entry["userAgent"], (string?)entry["traceId"],
        ];
        var canonical = string.Concat(fields.Select(field => field is null ? "-:" : $"{Encoding.UTF8.GetByteCount(field)}:{field}"));
        return Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(canonical), .. Convert.FromHexString(entry.Text("previousHash"))]));
    }

    /// <summary>Adds entries of three months, and has the database look at them.</summary>
    public static async Task SeedEntriesAsync(this TestOrganization organization, int count)
    {
        const int AtOnce = 500;
        for (var first = 0; first < count; first += AtOnce)
        {
            await using var scope = organization.Host.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(organization.Id);
            (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new SeedAuditEntries(first, AtOnce, count))).Error.ShouldBeNull();
        }

        await using var tables = await organization.Host.OpenTablesAsync();
        if (organization.Host.Database == Database.PostgreSql)
        {
            await tables.ExecuteAsync("ANALYZE audit_entry");
        }
    }

    /// <summary>A checkpoint of the chain as it is now.</summary>
    public static async Task<AuditCheckpointMade> CheckpointAsync(this TestOrganization organization)
    {
        await using var scope = organization.Host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(organization.Id);
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        await mediator.Send(new PrepareSigning());
        return (await mediator.Send(new CreateAuditCheckpoint())).Value;
    }

    public static async Task<JsonNode> KeyOfAsync(PlatformHost host, string signature)
    {
        var keys = (await host.Root.GetAsync("/.well-known/jwks.json").Expect(200)).Json["keys"]!.AsArray();
        var kid = Jwt.Read(signature).Header.Text("kid");
        return keys.Single(key => key!.Text("kid") == kid)!;
    }

    /// <summary>The whole log as an export has it, with a checkpoint at its end.</summary>
    public static async Task<List<string>> ExportAsync(this TestOrganization organization, int from = 1)
    {
        var made = await organization.CheckpointAsync();
        var entries = (await organization.EntriesAsync()).Where(entry => (int)entry["sequence"]! >= from && (long)entry["sequence"]! <= made.Sequence).ToList();
        var heading = new JsonObject
        {
            ["organizationId"] = organization.Id.ToString(),
            ["slug"] = organization.Slug,
            ["from"] = from,
            ["to"] = made.Sequence,
            ["exportedAt"] = organization.Host.Now,
        };
        return
        [
            new JsonObject { ["export"] = heading }.ToJsonString(),
            .. entries.Select(entry => entry.ToJsonString()),
            await LineOfAsync(organization.Host, made),
        ];
    }

    public static async Task<string> LineOfAsync(PlatformHost host, AuditCheckpointMade made) => new JsonObject
    {
        ["checkpoint"] = new JsonObject
        {
            ["sequence"] = made.Sequence,
            ["hash"] = made.Hash,
            ["at"] = made.At,
            ["signature"] = made.Signature,
            ["key"] = (await KeyOfAsync(host, made.Signature)).DeepClone(),
        },
    }.ToJsonString();
}
