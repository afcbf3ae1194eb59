using System.Net;
using Microsoft.Extensions.Options;
using Platform.Client.Asking;
using Platform.Client.Memory;

namespace Platform.Client;

/// <summary>
/// Verifies tokens: from memory where the feed vouches for it, else by asking the instance. Endpoints and the authentication
/// scheme use it; whatever else gets a token in its hands, such as a message handler, may too.
/// </summary>
public sealed class PlatformVerifier
{
    private readonly Questions _questions;
    private readonly TokenMemory _memory;
    private readonly FeedLease _lease;
    private readonly PlatformOptions _options;
    private readonly TimeProvider _time;

    internal PlatformVerifier(Questions questions, TokenMemory memory, FeedLease lease, IOptions<PlatformOptions> options, TimeProvider time) =>
        (_questions, _memory, _lease, _options, _time) = (questions, memory, lease, options.Value, time);

    /// <summary>True where the feed is there, or was a second ago: tokens are verified from memory. Else each request asks the instance.</summary>
    public bool IsFed => _lease.IsHeldAt(_lease.Now);

    /// <summary>Verifies a token for a call.</summary>
    /// <param name="secret">The token's text.</param>
    /// <param name="organization">The organization in which the call is to act, by id or slug.</param>
    /// <param name="address">Where the call comes from; null where that is not known, which a token bound to addresses is refused for.</param>
    /// <returns>The verdict; never an exception because the instance can't be reached.</returns>
    public ValueTask<PlatformVerdict> VerifyAsync(string secret, string organization, IPAddress? address = null) =>
        VerifyAsync(secret.AsSpan(), organization, address);

    /// <summary>Neither waits nor allocates where the token is remembered.</summary>
    internal ValueTask<PlatformVerdict> VerifyAsync(ReadOnlySpan<char> secret, string organization, IPAddress? address)
    {
        if (organization.Length == 0)
        {
            return new(PlatformVerdict.Refused(PlatformVerdict.OrganizationRequired));
        }

        // Asked before anything is taken: what it says is true of what was there then.
        var now = _lease.Now;
        var isHeld = _lease.IsHeldAt(now);
        if (isHeld && _memory.TryGet(secret, out var token) && (token.Admits(address) || token.IsExpiredAt(_time.GetUtcNow())))
        {
            if (token.IsToBeAskedAgain(now, _options.AskAgainAfter))
            {
                _ = _questions.AskAsync(token.Secret, address, isHeld: true);
            }

            return new(Judge(token, organization, now, counts: true));
        }

        return TokenShape.CanBe(secret)
            ? AskAsync(secret.ToString(), organization, address, isHeld)
            : new(PlatformVerdict.Refused(PlatformVerdict.Unauthenticated));
    }

    private async ValueTask<PlatformVerdict> AskAsync(string secret, string organization, IPAddress? address, bool isHeld)
    {
        var (asked, isMine) = _questions.Join(secret, address, isHeld);
        var found = await asked.ConfigureAwait(false);

        // The question itself took a place within the limit; whoever only waited for it takes one here.
        return found.Token is { } token ? Judge(token, organization, _lease.Now, counts: !isMine) : PlatformVerdict.Refused(found.Code, found.RetryAfter);
    }

    private PlatformVerdict Judge(VerifiedToken token, string organization, long now, bool counts)
    {
        if (token.IsExpiredAt(_time.GetUtcNow()))
        {
            return PlatformVerdict.Refused(PlatformVerdict.Expired);
        }

        if (counts && token.Bucket is { } bucket && !bucket.TryTake(now, out var retryAfter))
        {
            return PlatformVerdict.Refused(PlatformVerdict.RateLimited, retryAfter);
        }

        return token.Principal.Organization.IsNamed(organization)
            ? new(token.Principal, PlatformVerdict.Valid)
            : PlatformVerdict.Refused(PlatformVerdict.OrganizationMismatch);
    }
}
