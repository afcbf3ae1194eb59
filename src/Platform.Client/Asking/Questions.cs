using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;
using Platform.Client.Memory;

namespace Platform.Client.Asking;

/// <summary>What came of asking the instance: a token, or why there is none.</summary>
internal readonly record struct Found(VerifiedToken? Token, string Code, int RetryAfter = 0);

/// <summary>
/// Asks the instance, once for all who want to know the same at the same time. A request joins only a question that was asked
/// since the last drop, and none at all without the lease: it may have been answered from before its token was revoked.
/// </summary>
internal sealed class Questions(Instance instance, TokenMemory memory, FeedLease lease, IOptions<PlatformOptions> options)
{
    private readonly ConcurrentDictionary<(string Secret, IPAddress? Address), Question> _running = new();

    /// <returns>The answer, and whether it was asked for this request.</returns>
    public (Task<Found> Answer, bool IsMine) Join(string secret, IPAddress? address, bool isHeld)
    {
        address = VerifiedToken.Plain(address);
        if (!isHeld)
        {
            return (FindAsync(secret, address, keeps: false), true);
        }

        var epoch = memory.Epoch;
        if (_running.TryGetValue((secret, address), out var running) && running.Epoch == epoch)
        {
            return (running.Answer, false);
        }

        var mine = new Question(epoch);
        _running[(secret, address)] = mine;
        _ = AnswerAsync(mine, secret, address);
        return (mine.Answer, true);
    }

    /// <summary>Asks for the sake of what is remembered; nobody waits for it.</summary>
    public Task<Found> AskAsync(string secret, IPAddress? address, bool isHeld) => Join(secret, address, isHeld).Answer;

    private async Task AnswerAsync(Question mine, string secret, IPAddress? address)
    {
        try
        {
            mine.Answered(await FindAsync(secret, address, keeps: true).ConfigureAwait(false));
        }
        catch (Exception failure)
        {
            mine.Failed(failure);
        }
        finally
        {
            _running.TryRemove(new KeyValuePair<(string, IPAddress?), Question>((secret, address), mine));
        }
    }

    private async Task<Found> FindAsync(string secret, IPAddress? address, bool keeps)
    {
        if (await instance.JudgeAsync(secret, address).ConfigureAwait(false) is not { } answer)
        {
            return new(null, PlatformVerdict.Unavailable);
        }

        if (!answer.Valid)
        {
            if (answer.Code != PlatformVerdict.RateLimited)
            {
                memory.Forget(secret);
            }

            return new(null, CodeOf(answer.Code), answer.RateLimit?.ResetSeconds ?? 0);
        }

        if (answer.Organization is null || answer.Subject is null)
        {
            // An application, or an operator: in no organization, so not in the one that is named.
            return new(null, PlatformVerdict.OrganizationMismatch);
        }

        var token = new VerifiedToken(secret, answer, address, memory.Find(secret), lease.Now, options.Value.AskAgainAfter);
        if (keeps && answer is { TokenId: not null, Revision: { } revision } && lease.IsHeldAt(lease.Now))
        {
            memory.Keep(token, revision);
        }

        return new(token, PlatformVerdict.Valid);
    }

    /// <summary>A verdict of <c>/verify</c> as the API's errors call it.</summary>
    private static string CodeOf(string code) => code switch
    {
        "expired" => PlatformVerdict.Expired,
        "revoked" => PlatformVerdict.Revoked,
        "suspended" => PlatformVerdict.OrganizationSuspended,
        "organization-mismatch" => PlatformVerdict.OrganizationMismatch,
        "address-not-allowed" => PlatformVerdict.AddressNotAllowed,
        "rate-limited" => PlatformVerdict.RateLimited,
        _ => PlatformVerdict.Unauthenticated,
    };

    private sealed class Question(long epoch)
    {
        private readonly TaskCompletionSource<Found> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Epoch { get; } = epoch;

        public Task<Found> Answer => _answer.Task;

        public void Answered(Found found) => _answer.TrySetResult(found);

        public void Failed(Exception failure) => _answer.TrySetException(failure);
    }
}
