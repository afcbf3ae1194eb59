using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Results;

namespace Platform.Kernel.Http;

/// <summary>How often something may be tried where the caller has no token whose own limit would count.</summary>
/// <param name="Name">What is counted; of its own for each limit.</param>
/// <param name="Allowed">Attempts in each window.</param>
/// <param name="Seconds">How long a window is.</param>
/// <param name="Detail">What whoever is over it is told.</param>
public sealed record Limit(string Name, int Allowed, int Seconds, string Detail);

/// <summary>Counts attempts per window of time by address, account or whatever else is the key, in memory: a restart forgives.</summary>
public sealed class AttemptLimits(TimeProvider time)
{
    private const int MaxKeys = 300_000;

    private readonly ConcurrentDictionary<(string Limit, object Key), (long End, int Count)> _counts = new();

    /// <summary>The failure where the limit is reached; the answer then says how long to wait.</summary>
    public Error? Check(HttpContext http, Limit limit, object? key)
    {
        if (key is null || !_counts.TryGetValue((limit.Name, Normal(key)), out var seen) || seen.End != EndOf(limit) || seen.Count < limit.Allowed)
        {
            return null;
        }

        // Short windows are told in full: the difference helps nobody.
        var wait = limit.Seconds <= 60 ? limit.Seconds : seen.End - Now();
        http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return new Error(ErrorCodes.RateLimited, limit.Detail);
    }

    public void Record(Limit limit, object? key)
    {
        if (key is null)
        {
            return;
        }

        if (_counts.Count >= MaxKeys)
        {
            MakeRoom();
        }

        var end = EndOf(limit);
        _counts.AddOrUpdate((limit.Name, Normal(key)), (end, 1), (_, seen) => seen.End == end ? (end, seen.Count + 1) : (end, 1));
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

    /// <summary>What has ended goes first; where all of it still counts, memory matters more.</summary>
    private void MakeRoom()
    {
        var now = Now();
        foreach (var (key, seen) in _counts)
        {
            if (seen.End <= now)
            {
                _counts.TryRemove(key, out _);
            }
        }

        if (_counts.Count > MaxKeys / 2)
        {
            _counts.Clear();
        }
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

    private long EndOf(Limit limit) => ((Now() / limit.Seconds) + 1) * limit.Seconds;

    private long Now() => time.GetUtcNow().ToUnixTimeSeconds();
}
