using Platform.Kernel.Data;

namespace Platform.Notifications.Domain;

internal enum WebhookStatus
{
    Active,
    Disabled,
}

/// <summary>An address of the organization's choosing that is told of events, with the secret that signs what it is told.</summary>
internal sealed class Webhook : AuditedEntity, IOrganizationScoped, IVersioned, INoGrantEffect
{
    /// <summary>How many an organization may have.</summary>
    public const int AtMost = 50;

    /// <summary>What disabled it: somebody, an answer 410, or five days without a good answer.</summary>
    public const string ByHand = "by-hand";
    public const string Gone = "gone";
    public const string Failing = "failing";

    private Webhook()
    {
    }

    public Guid OrganizationId { get; private init; }

    public string Url { get; private set; } = "";

    public string? Description { get; private set; }

    /// <summary>The names of the events it is told of.</summary>
    public List<string> Events { get; private set; } = [];

    public WebhookStatus Status { get; private set; }

    /// <summary>Null while it is active.</summary>
    public string? DisabledReason { get; private set; }

    /// <summary>As <see cref="Webhooks.SecretBox"/> keeps it.</summary>
    [NotAudited]
    public byte[] Secret { get; private set; } = [];

    /// <summary>Signs beside the new one until <see cref="OverlapEndsAt"/>.</summary>
    [NotAudited]
    public byte[]? PreviousSecret { get; private set; }

    public DateTime? OverlapEndsAt { get; private set; }

    /// <summary>When the first of its attempts failed since the last good answer. Bookkeeping: no version goes with it.</summary>
    [NotAudited]
    public DateTime? FailingSince { get; private set; }

    public DateTime CreatedAt { get; private init; }

    public int Version { get; private set; } = 1;

    public override string AuditKind => "webhook";

    public override string AuditName => Url.Cut(100);

    public static Webhook Create(string url, string? description, IEnumerable<string> events, byte[] secret, DateTime now) => new()
    {
        Url = url,
        Description = description,
        Events = [.. events.Distinct()],
        Secret = secret,
        CreatedAt = now,
    };

    public void Change(string url, string? description, IEnumerable<string> events) =>
        (Url, Description, Events) = (url, description, [.. events.Distinct()]);

    /// <summary>It is told of nothing until it is enabled again.</summary>
    public void Disable(string reason)
    {
        (Status, DisabledReason) = (WebhookStatus.Disabled, reason);
        LogAs("webhook.disabled");
    }

    /// <summary>It is told of what happens from now on.</summary>
    public void Enable()
    {
        (Status, DisabledReason, FailingSince) = (WebhookStatus.Active, null, null);
        LogAs("webhook.enabled");
    }

    /// <summary>Signs with a new secret from now on, and until then with the one it had too.</summary>
    public void Rotate(byte[] secret, DateTime previousEndsAt)
    {
        (PreviousSecret, OverlapEndsAt, Secret) = (Secret, previousEndsAt, secret);
        LogAs("webhook.secret-rotated");
    }

    /// <summary>The secrets that sign at a time, as they are kept; the newest first.</summary>
    public IReadOnlyList<byte[]> SecretsAt(DateTime now) =>
        PreviousSecret is { } previous && OverlapEndsAt > now ? [Secret, previous] : [Secret];
}
