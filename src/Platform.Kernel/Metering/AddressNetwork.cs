using System.Net;
using System.Net.Sockets;

namespace Platform.Kernel.Metering;

/// <summary>
/// The network that an address is in, as unusual use tells networks apart: the /24 of an IPv4 address, the /48 of an IPv6 one.
/// An IPv4 address mapped into IPv6 counts as itself.
/// </summary>
public readonly record struct AddressNetwork(ulong Prefix, bool IsV6)
{
    private const int V4Bytes = 3;
    private const int V6Bytes = 6;

    public static AddressNetwork Of(IPAddress address)
    {
        address = address.Plain();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        var isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var prefix = 0UL;
        foreach (var part in bytes[..(isV6 ? V6Bytes : V4Bytes)])
        {
            prefix = (prefix << 8) | part;
        }

        return new AddressNetwork(prefix, isV6);
    }

    /// <summary>The same in one number that is not 0.</summary>
    internal long Code => (long)((Prefix << 2) | (IsV6 ? 3UL : 1UL));

    /// <summary>As a CIDR.</summary>
    public override string ToString()
    {
        var bytes = new byte[IsV6 ? 16 : 4];
        var length = IsV6 ? V6Bytes : V4Bytes;
        for (var at = 0; at < length; at++)
        {
            bytes[at] = (byte)(Prefix >> (8 * (length - 1 - at)));
        }

        return $"{new IPAddress(bytes)}/{length * 8}";
    }
}

public static class Addresses
{
    /// <summary>An IPv4 address mapped into IPv6 as itself, and no zone of an IPv6 one.</summary>
    public static IPAddress Plain(this IPAddress address) => address switch
    {
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4(),
        { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 } => new IPAddress(address.GetAddressBytes()),
        _ => address,
    };
}
