using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Platform.Notifications.Webhooks;

/// <summary>
/// Where webhooks may lead: public addresses over https, and wherever <c>Webhooks:AllowedNetworks</c> says, there over http too.
/// A name is judged by what it resolves to, at each connection.
/// </summary>
internal sealed class TargetRules
{
    public const int LongestUrl = 2000;

    /// <summary>
    /// IPv4 that is not on the internet (RFC 6890): this host, private, shared by carriers, loopback, link-local with the metadata
    /// of clouds, protocol assignments, documentation, benchmarks, 6to4 relays, multicast, reserved; and Azure's host.
    /// </summary>
    private static readonly IPNetwork[] Refused4 =
    [
        .. Networks("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24"),
        .. Networks("192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32"),
    ];

    /// <summary>
    /// All of IPv6 that is on the internet. Outside of it are loopback, link-local, unique local, multicast, mapped IPv4 and NAT64.
    /// </summary>
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>Within it: protocol assignments with Teredo, documentation, and 6to4, which leads to an IPv4 address.</summary>
    private static readonly IPNetwork[] Refused6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private readonly IPNetwork[] _allowed;

    public TargetRules(IConfiguration configuration) => _allowed =
        [.. (configuration["Webhooks:AllowedNetworks"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Read)];

    /// <param name="address">Where a connection would lead.</param>
    /// <param name="plain">True for http.</param>
    public bool MayReach(IPAddress address, bool plain)
    {
        var plainAddress = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _allowed.Any(network => network.Contains(plainAddress)) || (!plain && IsPublic(plainAddress));
    }

    /// <summary>What can be said of an address before anything is resolved: what is wrong with it, in a sentence; null where it will do.</summary>
    public string? WhatIsWrong(string? text)
    {
        if (text is null || text.Length > LongestUrl || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Host.Length == 0)
        {
            return $"url must be an address such as https://example.org/hooks, of at most {LongestUrl} characters.";
        }

        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            return "url must hold neither a password nor a fragment: the signature says who calls.";
        }

        var plain = url.Scheme == "http";
        var literal = url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 ? IPAddress.Parse(url.Host.Trim('[', ']'))
            : url.Host is "localhost" ? IPAddress.Loopback
            : null;
        if (plain && (_allowed.Length == 0 || (literal is not null && !MayReach(literal, plain))))
        {
            return "url must begin with https://; http is for the networks alone that the operator of this instance allows.";
        }

        return literal is null || MayReach(literal, plain)
            ? null
            : "url leads to an address that is not on the internet. The operator of this instance can allow networks.";
    }

    private static bool IsPublic(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? !Refused4.Any(network => network.Contains(address))
        : Global6.Contains(address) && !Refused6.Any(network => network.Contains(address));

    private static IPNetwork[] Networks(params string[] cidrs) => [.. cidrs.Select(cidr => IPNetwork.Parse(cidr))];

    private static IPNetwork Read(string cidr) => IPNetwork.TryParse(cidr, out var network)
        ? network
        : throw new OptionsValidationException("Webhooks", typeof(TargetRules), [$"Webhooks:AllowedNetworks holds '{cidr}', which is no CIDR such as 10.0.0.0/8."]);
}
