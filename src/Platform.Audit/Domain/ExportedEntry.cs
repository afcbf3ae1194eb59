using System.Globalization;
using System.Text.Json.Nodes;

namespace Platform.Audit.Domain;

/// <summary>An entry as the API and an export write it. All that is hashed can be told from it.</summary>
internal static class ExportedEntry
{
    /// <exception cref="NullReferenceException">A part is missing.</exception>
    public static AuditEntry Read(JsonObject json)
    {
        var (actor, target) = (json["actor"]!, json["target"]!);
        return new AuditEntry
        {
            Sequence = json["sequence"]!.GetValue<long>(),
            At = DateTime.Parse(Text(json["at"])!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal),
            ActorKind = Text(actor["kind"])!,
            ActorId = Guid.Parse(Text(actor["id"])!),
            ActorName = Text(actor["name"])!,
            ActorTokenId = Text(actor["tokenId"]) is { } token ? Guid.Parse(token) : null,
            Action = Text(json["action"])!,
            TargetKind = Text(target["kind"])!,
            TargetId = Guid.Parse(Text(target["id"])!),
            TargetName = Text(target["name"])!,

            // Written anew: however a string's characters were escaped on the way, this is how the log has them.
            Changes = json["changes"]!.ToJsonString(),
            Address = Text(json["address"]),
            UserAgent = Text(json["userAgent"]),
            TraceId = Text(json["traceId"]),
            PreviousHash = Convert.FromHexString(Text(json["previousHash"])!),
        }.SealedBy(Convert.FromHexString(Text(json["hash"])!));
    }

    private static string? Text(JsonNode? value) => value?.GetValue<string>();
}
