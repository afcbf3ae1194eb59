using System.Net;
using Platform.Client.Asking;

namespace Platform.Client.Memory;

/// <summary>A verdict as it is remembered: all that a request needs. Immutable, but for its being dropped and asked for again.</summary>
internal sealed class VerifiedToken
{
    private const int MostAddresses = 8;

    private readonly IPAddress[]? _addresses;
    private readonly long _expiresAt;
    private volatile bool _isDropped;
    private long _askAgainAt;

    /// <param name="secret">Under what it is remembered.</param>
    /// <param name="answer">A good verdict, with an organization and a subject.</param>
    /// <param name="address">Where the request came from that it was asked for.</param>
    /// <param name="before">What was remembered of the same token until now; null for nothing.</param>
    /// <param name="now">By the monotonic clock, in units of 100 ns.</param>
    /// <param name="askAgainAfter">How long until the instance is asked again, beside the requests.</param>
    public VerifiedToken(string secret, Answer answer, IPAddress? address, VerifiedToken? before, long now, TimeSpan askAgainAfter)
    {
        (Secret, Principal) = (secret, new PlatformPrincipal(answer));
        _expiresAt = answer.ExpiresAt?.ToUniversalTime().Ticks ?? long.MaxValue;
        _askAgainAt = now + askAgainAfter.Ticks;
        if (answer.AddressBound != false)
        {
            // Those that were good a moment ago still are, as long as nothing was dropped.
            IEnumerable<IPAddress> others = before is { _isDropped: false, _addresses: { } known } ? known : [];
            _addresses = address is null ? [.. others] : [address, .. others.Where(other => !other.Equals(address)).Take(MostAddresses - 1)];
        }

        Bucket = answer.RateLimit is { } limit ? TokenBucket.Of(limit, before?.Bucket, now) : null;
    }

    public string Secret { get; }

    public PlatformPrincipal Principal { get; }

    /// <summary>The token's own limit, as far as this process uses it; null for none.</summary>
    public TokenBucket? Bucket { get; }

    /// <summary>True once something happened that it rests on.</summary>
    public bool IsDropped => _isDropped;

    public void Drop() => _isDropped = true;

    public bool IsExpiredAt(DateTimeOffset now) => now.UtcTicks >= _expiresAt;

    /// <summary>True where it is known that the token may be used from this address.</summary>
    public bool Admits(IPAddress? address) => _addresses is null || (Plain(address) is { } plain && Array.IndexOf(_addresses, plain) >= 0);

    /// <summary>An IPv4 address mapped into IPv6 counts as itself. Makes another object of it, so it is done only where it matters.</summary>
    public static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    /// <summary>True for one request each time that the instance should be asked again.</summary>
    public bool IsToBeAskedAgain(long now, TimeSpan after)
    {
        var at = Volatile.Read(ref _askAgainAt);
        return now >= at && Interlocked.CompareExchange(ref _askAgainAt, now + after.Ticks, at) == at;
    }
}
