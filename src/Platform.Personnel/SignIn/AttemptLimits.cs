using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Results;

namespace Platform.Personnel.SignIn;

/// <summary>What is limited, and by what.</summary>
internal enum Limit
{
    /// <summary>Wrong passwords, codes, passkeys and links from one address.</summary>
    FailuresOfAddress,

    /// <summary>Refresh tokens that were refused, from one address.</summary>
    RefreshesOfAddress,

    /// <summary>Refresh tokens of one account that were refused.</summary>
    RefreshesOfAccount,

    /// <summary>Challenges for a passkey that one address asked for.</summary>
    ChallengesOfAddress,

    /// <summary>Reset mails that one address asked for.</summary>
    ResetsOfAddress,

    /// <summary>Reset mails that were asked for one e-mail address, known or not.</summary>
    ResetsOfEmail,
}

/// <summary>Counts attempts per window of time, in memory: a restart forgives.</summary>
internal sealed class AttemptLimits(TimeProvider time)
{
    private const int MaxKeys = 300_000;

    private static readonly Dictionary<Limit, (int Allowed, int Seconds, string Detail)> Rules = new()
    {
        [Limit.FailuresOfAddress] = (30, 60, "There were too many failed attempts from your address. Try again in a minute."),
        [Limit.RefreshesOfAddress] = (30, 60, "There were too many failed attempts from your address. Try again in a minute."),
        [Limit.RefreshesOfAccount] = (30, 60, "There were too many failed attempts for this account. Try again in a minute."),
        [Limit.ChallengesOfAddress] = (60, 60, "Your address has asked for too many challenges. Try again in a minute."),
        [Limit.ResetsOfAddress] = (10, 60, "Your address has asked for too many mails. Try again in a minute."),
        [Limit.ResetsOfEmail] = (5, 3600, "Too many mails were asked for this e-mail address. Try again in an hour."),
    };

    private readonly ConcurrentDictionary<(Limit Limit, object Key), (long Window, int Count)> _counts = new();

    /// <summary>The failure where the limit is reached; the answer then says how long to wait.</summary>
    public Error? Check(HttpContext http, Limit limit, object? key)
    {
        var (allowed, seconds, detail) = Rules[limit];
        if (key is null || !_counts.TryGetValue((limit, Normal(key)), out var seen) || seen.Window != WindowOf(seconds) || seen.Count < allowed)
        {
            return null;
        }

        // Short windows are told in full: the difference helps nobody.
        http.Response.Headers.RetryAfter = (seconds <= 60 ? seconds : SecondsLeft(seconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new Error(ErrorCodes.RateLimited, detail);
    }

    public void Record(Limit limit, object? key)
    {
        if (key is null)
        {
            return;
        }

        if (_counts.Count > MaxKeys)
        {
            _counts.Clear();
        }

        var window = WindowOf(Rules[limit].Seconds);
        _counts.AddOrUpdate((limit, Normal(key)), (window, 1), (_, seen) => seen.Window == window ? (window, seen.Count + 1) : (window, 1));
    }

    /// <summary>Counts one more, unless the limit is reached.</summary>
    public Error? Take(HttpContext http, Limit limit, object? key)
    {
        if (Check(http, limit, key) is { } over)
        {
            return over;
        }

        Record(limit, key);
        return null;
    }

    /// <summary>Whoever has one IPv6 address has all of its network (RFC 4291 section 2.5.4).</summary>
    private static object Normal(object key)
    {
        if (key is not IPAddress { AddressFamily: AddressFamily.InterNetworkV6 } address || address.IsIPv4MappedToIPv6)
        {
            return key is IPAddress { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : key;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private long WindowOf(int seconds) => time.GetUtcNow().ToUnixTimeSeconds() / seconds;

    private long SecondsLeft(int seconds) => seconds - (time.GetUtcNow().ToUnixTimeSeconds() % seconds);
}
