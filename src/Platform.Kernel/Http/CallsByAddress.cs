using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Platform.Kernel.Http;

/// <summary>
/// Counts calls per address and minute, in memory: a restart forgives. An IPv6 address counts with its whole /64, since
/// whoever has one of those has all of it.
/// </summary>
/// <param name="perMinute">Calls that an address may make in a minute.</param>
public sealed class CallsByAddress(int perMinute, TimeProvider time)
{
    private const int MaxAddresses = 100_000;
    private const int NetworkBytes = 8;
    private readonly ConcurrentDictionary<IPAddress, (long Minute, int Count)> _seen = new();

    /// <summary>True where the address has made all its calls of this minute.</summary>
    public bool IsOver(IPAddress? address) =>
        address is not null && _seen.TryGetValue(NetworkOf(address), out var seen) && seen.Minute == Minute() && seen.Count >= perMinute;

    public void Count(IPAddress? address)
    {
        if (address is null)
        {
            return;
        }

        var minute = Minute();
        if (_seen.Count >= MaxAddresses)
        {
            MakeRoom(minute);
        }

        _seen.AddOrUpdate(NetworkOf(address), (minute, 1), (_, seen) => seen.Minute == minute ? (minute, seen.Count + 1) : (minute, 1));
    }

    private void MakeRoom(long minute)
    {
        foreach (var (address, seen) in _seen)
        {
            if (seen.Minute != minute)
            {
                _seen.TryRemove(address, out _);
            }
        }

        if (_seen.Count >= MaxAddresses)
        {
            _seen.Clear();
        }
    }

    private static IPAddress NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }

    private long Minute() => time.GetUtcNow().ToUnixTimeSeconds() / 60;
}
