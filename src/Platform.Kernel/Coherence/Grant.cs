using System.Net;
using Platform.Kernel.Authorization;
using Platform.Kernel.Metering;
using Platform.Kernel.Results;

namespace Platform.Kernel.Coherence;

public enum CredentialKind
{
    ApiToken,
    AccessToken,
}

public enum SubjectKind
{
    Person,
    ServiceAccount,
    Application,

    /// <summary>An operator who acts for the instance, in no organization.</summary>
    Operator,
}

public static class SubjectKinds
{
    /// <summary>The kind as the API and the audit log say it.</summary>
    public static string ToName(this SubjectKind kind) => kind switch
    {
        SubjectKind.Person => "person",
        SubjectKind.ServiceAccount => "serviceAccount",
        SubjectKind.Application => "application",
        _ => "operator",
    };
}

/// <summary>
/// All that a decision about a request needs, so that a cached one asks nobody: who calls, in which organization, what they
/// may do, until when, and from where. Immutable, but for the mark that it was used lately.
/// </summary>
public sealed class Grant
{
    public required CredentialKind CredentialKind { get; init; }

    /// <summary>The token's or the session's id.</summary>
    public required Guid CredentialId { get; init; }

    /// <summary>What may be shown of the secret.</summary>
    public string? Display { get; init; }

    /// <summary>The organization it acts in; null for an application and for an operator in none.</summary>
    public GrantOrganization? Organization { get; init; }

    public required SubjectKind SubjectKind { get; init; }

    public required Guid SubjectId { get; init; }

    public required string SubjectName { get; init; }

    public string? Email { get; init; }

    /// <summary>The account behind a person's credential.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>True for a person who may have an API token.</summary>
    public bool ApiAccessEnabled { get; init; }

    /// <summary>True for a signed-in operator of the instance.</summary>
    public bool IsOperator { get; init; }

    /// <summary>True where the session was opened with a second factor, or has given one since.</summary>
    public bool SecondFactor { get; init; }

    /// <summary>How an operator whose session has no second factor comes to one; null for everybody else.</summary>
    public SecondFactorDemand? MissingSecondFactor { get; init; }

    /// <summary>What the caller may do now: the token's scopes cut down to what its owner may do.</summary>
    public required ScopeSet Permissions { get; init; }

    /// <summary>When the credential was issued.</summary>
    public DateTime IssuedAt { get; init; }

    /// <summary>When it ends by itself, to the tick; null for never.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>The addresses it may be used from; null for all.</summary>
    public IReadOnlyList<IPNetwork>? AllowedAddresses { get; init; }

    /// <summary>The addresses that the organization's policy allows its tokens; null for all. Both lists must admit a caller.</summary>
    public IReadOnlyList<IPNetwork>? OrganizationAddresses { get; init; }

    /// <summary>Requests a minute that the token may make: its own limit, or else the organization's default; null for no limit.</summary>
    public int? RateLimitPerMinute { get; init; }

    /// <summary>That the token has been replaced; null for the others.</summary>
    public ReplacedCredential? Replaced { get; init; }

    /// <summary>What the first use of a replacement must wait for; null for all that are in use already.</summary>
    public FirstUse? FirstUse { get; init; }

    /// <summary>Limits and counts its requests; null for an access token.</summary>
    public TokenMeter? Meter { get; init; }

    /// <summary>Where its uses are counted; null for an access token.</summary>
    public TokenUse? Use { get; init; }

    public Guid OrganizationId => Organization?.Id ?? Data.OrganizationScope.Instance;

    /// <summary>What a use after its end is told as; null for one that was never replaced.</summary>
    public LateUse? LateUse => Replaced is null ? null : new LateUse(OrganizationId, CredentialId);

    /// <summary>Used since the last sweep for room; a plain bool, since a lost mark costs one load at most.</summary>
    internal bool UsedLately { get; set; }

    public bool IsExpiredAt(DateTime now) => ExpiresAt is { } end && now >= end;

    /// <summary>True where the token may be used from this address. An IPv4 address mapped into IPv6 counts as itself.</summary>
    public bool Admits(IPAddress? address)
    {
        if (AllowedAddresses is null && OrganizationAddresses is null)
        {
            return true;
        }

        if (address is { IsIPv4MappedToIPv6: true })
        {
            address = address.MapToIPv4();
        }

        return address is not null && IsAmong(AllowedAddresses, address) && IsAmong(OrganizationAddresses, address);
    }

    private static bool IsAmong(IReadOnlyList<IPNetwork>? networks, IPAddress address) =>
        networks is null || networks.Any(network => network.Contains(address));

    /// <summary>True where dropping this takes the grant along.</summary>
    internal bool RestsOn(Drop drop) => drop.Kind switch
    {
        DropKind.Credential => CredentialId == drop.Key,
        DropKind.Subject => SubjectId == drop.Key,
        DropKind.Account => AccountId == drop.Key,
        DropKind.Organization => OrganizationId == drop.Key,
        DropKind.Catalogue => false,
        _ => true,
    };
}

/// <summary>The organization of a grant, shared by all grants in it.</summary>
public sealed record GrantOrganization(Guid Id, string Slug, string Name)
{
    private readonly string _id = Id.ToString();

    /// <summary>True where an <c>Organization-ID</c> header names this one, by id or by slug.</summary>
    public bool IsNamed(string header) =>
        string.Equals(header, Slug, StringComparison.OrdinalIgnoreCase)
        || string.Equals(header, _id, StringComparison.OrdinalIgnoreCase)
        || (Guid.TryParse(header, out var id) && id == Id);
}
