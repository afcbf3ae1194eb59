using System.Text.Json;
using System.Text.Json.Nodes;
using MediatR;
using Platform.Audit.Domain;
using Platform.Contracts.Audit;
using Platform.Kernel.Results;

namespace Platform.Audit.Features;

/// <summary>Follows the chain through the lines of an export: what it is, entries and checkpoints, in the order of their numbers.</summary>
internal sealed class VerifyAuditExportHandler : IRequestHandler<VerifyAuditExport, Result<AuditExportVerdict>>
{
    private const string NoExport = "The file does not begin as an export of an audit log does.";
    private const string Filtered = "Filters have left entries out of this export, so that no chain can be followed: export the log without them.";

    public async Task<Result<AuditExportVerdict>> Handle(VerifyAuditExport request, CancellationToken cancellationToken)
    {
        using var keys = new CheckpointKeys();
        if (request.Keys is { } pinned && !TryPin(keys, pinned))
        {
            return Error.Invalid("jwks", "The keys are no JWK set with a key of P-256.");
        }

        using var file = File.OpenText(request.Path);
        if (await file.ReadLineAsync(cancellationToken) is not { } heading || Export.Read(heading) is not { } export)
        {
            return Error.Invalid("file", NoExport);
        }

        if (export.Filtered)
        {
            return Error.Invalid("file", Filtered);
        }

        var reading = new Reading(export, keys, TakesKeys: request.Keys is null);
        for (var number = 2; await file.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (reading.Take(line, number) is { } fault)
            {
                return fault;
            }
        }

        return reading.End();
    }

    private static bool TryPin(CheckpointKeys keys, string text)
    {
        try
        {
            using var set = JsonDocument.Parse(text);
            foreach (var key in set.RootElement.GetProperty("keys").EnumerateArray())
            {
                keys.TryAdd(key);
            }

            return keys.Count > 0;
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>What the first line says.</summary>
    private sealed record Export(Guid OrganizationId, string? Slug, long From, long To, bool Filtered)
    {
        public static Export? Read(string line)
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                var export = json.RootElement.GetProperty("export");
                var filtered = export.TryGetProperty("filtered", out var left) && left.GetBoolean();
                var slug = export.TryGetProperty("slug", out var named) ? named.GetString() : null;
                return new Export(export.GetProperty("organizationId").GetGuid(), slug, export.GetProperty("from").GetInt64(), export.GetProperty("to").GetInt64(), filtered);
            }
            catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                return null;
            }
        }
    }

    /// <summary>How far a file has been read.</summary>
    private sealed class Reading(Export export, CheckpointKeys keys, bool TakesKeys)
    {
        private ChainCheck? _check;
        private (int Count, long Through) _signed;

        /// <summary>A checkpoint before the first entry, which that one must follow.</summary>
        private (long Sequence, byte[] Hash)? _base;

        /// <summary>The verdict where the line does not fit; else null.</summary>
        public AuditExportVerdict? Take(string line, int number)
        {
            try
            {
                var json = JsonNode.Parse(line)!.AsObject();
                return json["checkpoint"] is JsonObject checkpoint ? TakeCheckpoint(checkpoint) : TakeEntry(ExportedEntry.Read(json));
            }
            catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException or NullReferenceException)
            {
                return Broken(Next, $"Line {number} is neither an entry nor a checkpoint.");
            }
        }

        public AuditExportVerdict End()
        {
            var last = Next - 1;
            return last < export.To ? Broken(Next, $"The export says that it goes on to entry {export.To}, and ends before that.")
                : last > export.To ? Broken(export.To + 1, $"The export says that it ends with entry {export.To}, and goes on.")
                : _signed.Count == 0 ? Broken(export.From, "There is no checkpoint in it, so that nothing shows that it is as it was.")
                : Verdict(null, null);
        }

        private long Next => (_check?.Sequence ?? export.From - 1) + 1;

        private AuditExportVerdict? TakeEntry(AuditEntry entry)
        {
            if (_check is null)
            {
                if (entry.Sequence != export.From)
                {
                    return Broken(export.From, $"It begins with entry {entry.Sequence} and not with {export.From}.");
                }

                if (_base is { } before && !(before.Sequence == entry.Sequence - 1 && before.Hash.AsSpan().SequenceEqual(entry.PreviousHash)))
                {
                    return Broken(entry.Sequence, $"Entry {entry.Sequence} does not follow the checkpoint before it.");
                }

                // All that came before a first entry is in its own previous hash; before the very first there is nothing.
                _check = new ChainCheck(export.OrganizationId, entry.Sequence - 1, entry.Sequence == 1 ? new byte[entry.PreviousHash.Length] : entry.PreviousHash);
            }

            return _check.Take(entry) ? null : Broken(Next, $"Entry {Next} is not there as it was written.");
        }

        private AuditExportVerdict? TakeCheckpoint(JsonObject checkpoint)
        {
            var (sequence, hash) = (checkpoint["sequence"]!.GetValue<long>(), Convert.FromHexString(checkpoint["hash"]!.GetValue<string>()));
            var signature = checkpoint["signature"]!.GetValue<string>();
            if (TakesKeys && checkpoint["key"] is JsonObject key)
            {
                using var jwk = JsonDocument.Parse(key.ToJsonString());
                keys.TryAdd(jwk.RootElement);
            }

            if (!keys.HaveSigned(signature, export.OrganizationId, sequence, hash))
            {
                return Broken(Math.Max(export.From, sequence), $"The checkpoint at entry {sequence} is not signed by a key that is trusted, or says something else.");
            }

            if (_check is null && sequence < export.From)
            {
                _base = (sequence, hash);
            }
            else if (sequence != Next - 1 || !hash.AsSpan().SequenceEqual(_check?.Hash))
            {
                return Broken(Math.Min(sequence, Next), $"The checkpoint at entry {sequence} does not agree with what is there.");
            }

            _signed = (_signed.Count + 1, sequence);
            return null;
        }

        private AuditExportVerdict Broken(long at, string fault) => Verdict(fault, at);

        private AuditExportVerdict Verdict(string? fault, long? at) =>
            new(fault, at, export.OrganizationId, export.Slug, export.From, Next - 1, _signed.Count, _signed.Through);
    }
}
