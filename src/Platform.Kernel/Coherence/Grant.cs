using System.Net;
using Platform.Kernel.Authorization;
using Platform.Kernel.Metering;
using Platform.Kernel.Results;

namespace Platform.Kernel.Coherence;

/// <remarks>A byte: there may be a million grants.</remarks>
public enum CredentialKind : byte
{
    ApiToken,
    AccessToken,
}

public enum SubjectKind
{
    Person,
    ServiceAccount,
    Application,

    /// <summary>An operator who acts for the instance, in no organization, or has entered one as support.</summary>
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

/// <summary>Who is behind a credential. Shared by the grants of one service account or application.</summary>
/// <param name="AccountId">The account behind a person.</param>
/// <param name="ApiAccessEnabled">True for a person who may have an API token.</param>
public sealed record GrantSubject(SubjectKind Kind, Guid Id, string Name, string? Email = null, Guid? AccountId = null, bool ApiAccessEnabled = false);

/// <summary>The organization of a grant, shared by all grants in it.</summary>
public sealed record GrantOrganization(Guid Id, string Slug, string Name)
{
    /// <summary>The id as text, made once for all grants in it.</summary>
    public string IdText { get; } = Id.ToString();

    /// <summary>The addresses that its policy allows its tokens; null for all.</summary>
    public IReadOnlyList<IPNetwork>? Addresses { get; init; }

    /// <summary>True where nobody may act in it. Only an operator of the instance has such a grant, and is one nowhere else with it.</summary>
    public bool IsSuspended { get; init; }

    /// <summary>Slugs that it has given up, and that lead to it for a while; null for none.</summary>
    public IReadOnlyList<FormerSlug>? FormerSlugs { get; init; }

    /// <summary>True where an <c>Organization-ID</c> header names this one, by id or by slug.</summary>
    public bool IsNamed(string header) =>
        string.Equals(header, IdText, StringComparison.OrdinalIgnoreCase)
        || string.Equals(header, Slug, StringComparison.OrdinalIgnoreCase)
        || (Guid.TryParse(header, out var id) && id == Id);

    /// <summary>The former slug by which a header names this one at a time; null where it does not.</summary>
    public FormerSlug? FormerlyNamed(string header, DateTime now) =>
        FormerSlugs?.FirstOrDefault(former => string.Equals(header, former.Slug, StringComparison.OrdinalIgnoreCase) && now < former.EndsAt);

    public bool Equals(GrantOrganization? other) =>
        other is not null && Id == other.Id && Slug == other.Slug && Name == other.Name && IsSuspended == other.IsSuspended
        && (FormerSlugs is null ? other.FormerSlugs is null : other.FormerSlugs is not null && FormerSlugs.SequenceEqual(other.FormerSlugs))
        && (Addresses is null ? other.Addresses is null : other.Addresses is not null && Addresses.SequenceEqual(other.Addresses));

    public override int GetHashCode() => Id.GetHashCode();
}

/// <summary>What the grant of a signed-in person says besides.</summary>
/// <param name="IsOperator">True for an operator of the instance.</param>
/// <param name="SecondFactor">True where the session was opened with a second factor, or has given one since.</param>
/// <param name="MissingSecondFactor">How an operator whose session has no second factor comes to one; null for everybody else.</param>
/// <param name="Support">Under which support entry an operator acts in the organization; null for its own people.</param>
public sealed record GrantSession(bool IsOperator, bool SecondFactor, SecondFactorDemand? MissingSecondFactor, SupportAccess? Support = null);

/// <summary>An operator's entry into an organization as support, which lets read and nothing else.</summary>
/// <param name="Reason">In the operator's words.</param>
public sealed record SupportAccess(Guid EntryId, Guid OrganizationId, string Reason);

/// <summary>
/// All that a decision about a request needs, so that a cached one asks nobody: who calls, in which organization, what they
/// may do, until when, and from where. Immutable, but for how much it was used lately. There may be a million: what most
/// grants have in common is shared, what most do not have stands apart.
/// </summary>
public sealed class Grant
{
    private readonly PackedText _display;
    private readonly DateTime _expiresAt = DateTime.MaxValue;
    private readonly int _rateLimit = -1;
    private Rare? _rare;

    public required CredentialKind CredentialKind { get; init; }

    /// <summary>The token's or the session's id.</summary>
    public required Guid CredentialId { get; init; }

    /// <summary>What may be shown of the secret.</summary>
    public string? Display
    {
        get => _rare?.Display ?? _display.ToString();
        init
        {
            if (!PackedText.TryPack(value, out _display))
            {
                Rarely.Display = value;
            }
        }
    }

    /// <summary>The organization it acts in; null for an application and for an operator in none.</summary>
    public GrantOrganization? Organization { get; init; }

    public required GrantSubject Subject { get; init; }

    public SubjectKind SubjectKind => Subject.Kind;

    public Guid SubjectId => Subject.Id;

    public string SubjectName => Subject.Name;

    public string? Email => Subject.Email;

    public Guid? AccountId => Subject.AccountId;

    public bool ApiAccessEnabled => Subject.ApiAccessEnabled;

    /// <summary>Null for an API token.</summary>
    public GrantSession? Session
    {
        get => _rare?.Session;
        init => Rarely.Session = value;
    }

    /// <summary>True for a signed-in operator of the instance.</summary>
    public bool IsOperator => Session is { IsOperator: true };

    public bool SecondFactor => Session is { SecondFactor: true };

    public SecondFactorDemand? MissingSecondFactor => Session?.MissingSecondFactor;

    /// <summary>Not null for an operator who has entered the organization as support.</summary>
    public SupportAccess? Support => _rare?.Session?.Support;

    /// <summary>What the caller may do now: the token's scopes cut down to what its owner may do.</summary>
    public required ScopeSet Permissions { get; init; }

    /// <summary>When the credential was issued.</summary>
    public DateTime IssuedAt { get; init; }

    /// <summary>When it ends by itself, to the tick; null for never.</summary>
    public DateTime? ExpiresAt
    {
        get => _expiresAt == DateTime.MaxValue ? null : _expiresAt;
        init => _expiresAt = value ?? DateTime.MaxValue;
    }

    /// <summary>The addresses it may be used from; null for all. Its organization's list must admit a caller too.</summary>
    public IReadOnlyList<IPNetwork>? AllowedAddresses
    {
        get => _rare?.AllowedAddresses;
        init
        {
            if (value is not null)
            {
                Rarely.AllowedAddresses = value;
            }
        }
    }

    /// <summary>Requests a minute that the token may make: its own limit, or else the organization's default; null for no limit.</summary>
    public int? RateLimitPerMinute
    {
        get => _rateLimit < 0 ? null : _rateLimit;
        init => _rateLimit = value ?? -1;
    }

    /// <summary>That the token has been replaced; null for the others.</summary>
    public ReplacedCredential? Replaced
    {
        get => _rare?.Replaced;
        init
        {
            if (value is not null)
            {
                Rarely.Replaced = value;
            }
        }
    }

    /// <summary>What the first use of a replacement must wait for; null for all that are in use already.</summary>
    public FirstUse? FirstUse
    {
        get => _rare?.FirstUse;
        init
        {
            if (value is not null)
            {
                Rarely.FirstUse = value;
            }
        }
    }

    /// <summary>Limits and counts its requests; null for an access token.</summary>
    public TokenMeter? Meter { get; init; }

    public Guid OrganizationId => Organization?.Id ?? Data.OrganizationScope.Instance;

    /// <summary>What a use after its end is told as; null for one that was never replaced.</summary>
    public LateUse? LateUse => Replaced is null ? null : new LateUse(OrganizationId, CredentialId);

    /// <summary>Under what it is cached.</summary>
    internal SecretHash.Half Key { get; set; }

    /// <summary>Uses that the search for room has not seen yet, as far as it counts them; a lost one costs a load at most.</summary>
    internal byte Credit { get; set; }

    private Rare Rarely => _rare ??= new Rare();

    public bool IsExpiredAt(DateTime now) => now >= _expiresAt;

    /// <summary>True where the token may be used from this address. An IPv4 address mapped into IPv6 counts as itself.</summary>
    public bool Admits(IPAddress? address)
    {
        if (_rare?.AllowedAddresses is null && (CredentialKind == CredentialKind.AccessToken || Organization?.Addresses is null))
        {
            return true;
        }

        if (address is { IsIPv4MappedToIPv6: true })
        {
            address = address.MapToIPv4();
        }

        return address is not null && IsAmong(AllowedAddresses, address) && IsAmong(Organization?.Addresses, address);
    }

    private static bool IsAmong(IReadOnlyList<IPNetwork>? networks, IPAddress address) =>
        networks is null || networks.Any(network => network.Contains(address));

    /// <summary>True where dropping this takes the grant along.</summary>
    public bool RestsOn(Drop drop) => drop.Kind switch
    {
        DropKind.Credential => CredentialId == drop.Key,
        DropKind.Subject => SubjectId == drop.Key,
        DropKind.Account => AccountId == drop.Key,
        DropKind.Organization => OrganizationId == drop.Key,
        DropKind.Catalogue => false,
        _ => true,
    };

    /// <summary>About what it takes in memory, in bytes, with its part of the table and what only it has.</summary>
    internal int Size
    {
        get
        {
            const int Itself = 260;
            const int Character = 2;
            const int Apart = 120;
            var own = Subject.Kind == SubjectKind.Person ? Apart + (Character * (Subject.Name.Length + (Subject.Email?.Length ?? 0))) : 0;
            return Itself + own + (_rare is null ? 0 : Apart + (Apart * (AllowedAddresses?.Count ?? 0)));
        }
    }

    private sealed class Rare
    {
        public string? Display { get; set; }

        public GrantSession? Session { get; set; }

        public IReadOnlyList<IPNetwork>? AllowedAddresses { get; set; }

        public ReplacedCredential? Replaced { get; set; }

        public FirstUse? FirstUse { get; set; }
    }
}
