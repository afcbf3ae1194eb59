using System.Security.Cryptography;
using Platform.Kernel.Coherence;
using Platform.Kernel.Metering;
using Platform.Kernel.Results;

namespace Platform.Benchmarks;

/// <summary>What a million cached tokens cost: memory for each, the time to find one, and the time to drop what rests on a change.</summary>
internal sealed class CachedGrants
{
    private const int Tokens = 1_000_000;
    private const int EachSecond = 10_000;
    private readonly GrantCache _cache = new(new GrantCacheOptions(), new CacheEpoch());
    private readonly SecretHash[] _keys = new SecretHash[Tokens];

    /// <summary>Bytes a token: its grant, its meter, its part of the table. The secrets' hashes that this benchmark keeps are not counted.</summary>
    public async Task<double> FillAsync()
    {
        for (var at = 0; at < Tokens; at++)
        {
            _keys[at] = SecretHash.Of(RandomNumberGenerator.GetHexString(46));
        }

        var (meters, parts) = (new Meters(new MeterOptions(), TimeProvider.System), new GrantParts());
        var organization = new GrantOrganization(Guid.CreateVersion7(), "bench", "Benchmark");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var at = 0; at < Tokens; at++)
        {
            var id = Guid.CreateVersion7();
            var grant = new Grant
            {
                CredentialKind = CredentialKind.ApiToken,
                CredentialId = id,
                Display = $"pts_{RandomNumberGenerator.GetHexString(4)}…{RandomNumberGenerator.GetHexString(4)}",
                Organization = organization,
                Subject = parts.Share(new GrantSubject(SubjectKind.ServiceAccount, organization.Id, "Benchmark")),
                Permissions = parts.Permissions(["people:read", "tokens:read"]),
                IssuedAt = DateTime.UnixEpoch,
                ExpiresAt = DateTime.UnixEpoch.AddYears(100),
                Meter = meters.For(id, organization.Id),
            };
            await _cache.GetOrLoadAsync(_keys[at], () => Task.FromResult<Result<Grant>>(grant));

            // As each second does: meters whose bucket is full are kept beside their grants alone.
            if (at % EachSecond == 0)
            {
                meters.Sweep(DateTime.MaxValue);
            }
        }

        meters.Sweep(DateTime.MaxValue);
        return (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)_cache.Count;
    }

    /// <summary>Nanoseconds to find one of them, in no order that a processor could foresee.</summary>
    public double Find()
    {
        RandomNumberGenerator.Shuffle(_keys.AsSpan());
        var began = TimeProvider.System.GetTimestamp();
        var found = 0;
        foreach (ref readonly var key in _keys.AsSpan())
        {
            found += _cache.TryGet(key, out _) ? 1 : 0;
        }

        var elapsed = TimeProvider.System.GetElapsedTime(began).TotalNanoseconds / Tokens;
        return found == Tokens ? elapsed : throw new InvalidOperationException($"Only {found} of {Tokens} were found.");
    }

    /// <summary>Nanoseconds that a revocation holds up fills.</summary>
    public double Drop()
    {
        const int Drops = 200;
        var began = TimeProvider.System.GetTimestamp();
        for (var at = 0; at < Drops; at++)
        {
            _cache.Apply([new Drop(DropKind.Credential, Guid.CreateVersion7())]);
        }

        return TimeProvider.System.GetElapsedTime(began).TotalNanoseconds / Drops;
    }
}
