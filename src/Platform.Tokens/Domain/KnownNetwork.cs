using Platform.Kernel.Data;

namespace Platform.Tokens.Domain;

/// <summary>A network that a token has been used from: the /24 of an IPv4 address, the /48 of an IPv6 one.</summary>
internal sealed class KnownNetwork : IOrganizationScoped, INoGrantEffect
{
    /// <summary>Networks kept of one token; from there on a further one is nothing unusual.</summary>
    public const int MostOfOneToken = 1000;

    /// <summary>How long a token must have been in use for a new network to be unusual.</summary>
    public static readonly TimeSpan History = TimeSpan.FromDays(7);

    private KnownNetwork()
    {
    }

    public KnownNetwork(Guid tokenId, string network, DateTime now) => (TokenId, Network, FirstSeenAt) = (tokenId, network, now);

    public Guid OrganizationId { get; private init; }

    public Guid TokenId { get; private init; }

    /// <summary>As a CIDR.</summary>
    public string Network { get; private init; } = "";

    public DateTime FirstSeenAt { get; private init; }
}
