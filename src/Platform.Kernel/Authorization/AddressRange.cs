using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Platform.Kernel.Authorization;

/// <summary>
/// The addresses that something may be used from, as people write them: a CIDR (RFC 4632, RFC 4291 section 2.3) or a single
/// address, IPv4 or IPv6. Kept in one canonical form; an IPv4 address mapped into IPv6 is kept as IPv4.
/// </summary>
public static class AddressRange
{
    /// <summary>Ranges that one list may hold.</summary>
    public const int AtMost = 100;

    /// <summary>What is wrong with a list of ranges, in a sentence; null where it will do. No list is a good one.</summary>
    public static string? WhatIsWrong(string field, IReadOnlyList<string>? ranges)
    {
        if (ranges is null)
        {
            return null;
        }

        return ranges.Count > AtMost
            ? $"{field} are at most {AtMost} addresses or CIDRs."
            : ranges.Select(range => TryRead(range, out _, out var problem) ? null : $"{field}: {problem}").FirstOrDefault(problem => problem is not null);
    }

    /// <summary>The canonical forms of ranges that were found good, each once.</summary>
    public static List<string> Canonical(IEnumerable<string> ranges) =>
        [.. ranges.Select(range => TryRead(range, out var canonical, out var problem) ? canonical : throw new FormatException(problem)).Distinct()];

    /// <summary>Ranges that were checked before, ready to be asked; null where there are none, and so any address will do.</summary>
    public static IReadOnlyList<IPNetwork>? Networks(IReadOnlyList<string>? ranges) =>
        ranges is null or { Count: 0 } ? null : [.. ranges.Select(cidr => IPNetwork.Parse(cidr))];

    /// <summary>Reads one; the problem is fit for people.</summary>
    public static bool TryRead(string? text, out string canonical, out string problem)
    {
        canonical = "";
        problem = $"'{text}' is neither an address nor a CIDR, such as 192.0.2.0/24 or 2001:db8::/32.";
        var slash = text?.IndexOf('/') ?? -1;
        if (text is null || !TryReadAddress(slash < 0 ? text : text[..slash], out var address))
        {
            return false;
        }

        var bits = address.GetAddressBytes().Length * 8;
        var length = bits;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > bits))
        {
            return false;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            if (length < 96)
            {
                return false;
            }

            (address, length) = (address.MapToIPv4(), length - 96);
        }

        var network = new IPNetwork(Masked(address, length), length);
        if (!network.BaseAddress.Equals(address))
        {
            problem = $"'{text}' says more than its prefix: write {network} for all of it, or {address} for the one address.";
            return false;
        }

        canonical = network.ToString();
        return true;
    }

    /// <summary>True where everything within the inner range is within one of the outer ones. Both are canonical.</summary>
    public static bool IsWithin(string inner, IEnumerable<string> outer)
    {
        var range = IPNetwork.Parse(inner);
        return outer.Select(text => IPNetwork.Parse(text)).Any(network => network.PrefixLength <= range.PrefixLength && network.Contains(range.BaseAddress));
    }

    /// <summary>True where the two have an address in common. Both are canonical.</summary>
    public static bool Meet(string one, string other) => IsWithin(one, [other]) || IsWithin(other, [one]);

    /// <summary>The platform reads <c>1</c>, <c>010.0.0.1</c> and <c>0x7f.1</c> as IPv4 addresses; nobody means them.</summary>
    private static bool TryReadAddress(string text, out IPAddress address) =>
        IPAddress.TryParse(text, out address!)
        && !text.Contains('%') && !text.Contains('[')
        && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text);

    private static IPAddress Masked(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] &= (byte)(0xFF00 >> Math.Clamp(length - (at * 8), 0, 8));
        }

        return new IPAddress(bytes);
    }
}
