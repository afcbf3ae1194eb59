using Platform.Kernel.Data;

namespace Platform.Notifications.Domain;

internal enum MailState
{
    Pending,
    Sent,

    /// <summary>Given up: refused for good, or too often.</summary>
    GivenUp,
}

/// <summary>
/// A mail on its way to the mail server. It holds no secret: a link's is made when the mail is written, by the module that
/// <see cref="Kind"/> belongs to.
/// </summary>
[OfOrganization(nameof(OrganizationId))]
[NotExported("Mails on their way to one person each; the notices have what they tell")]
internal sealed class QueuedMail : Entity, IInstanceWide, INoGrantEffect
{
    /// <summary>The kind whose content is the whole mail.</summary>
    public const string Notice = "notice";

    /// <summary>How often it is tried: for about 13 hours.</summary>
    public const int MaxAttempts = 25;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private QueuedMail()
    {
    }

    public QueuedMail(Guid organizationId, Guid messageId, string recipient, string kind, string content, DateTime now) =>
        (OrganizationId, MessageId, Recipient, Kind, Content, CreatedAt, DueAt) = (organizationId, messageId, recipient, kind, content, now, now);

    public Guid OrganizationId { get; private init; }

    /// <summary>The outbox message it came from: one mail for each of its recipients.</summary>
    public Guid MessageId { get; private init; }

    /// <summary>Whose it is: a person's id or an e-mail address.</summary>
    public string Recipient { get; private init; } = "";

    public string Kind { get; private init; } = "";

    /// <summary>JSON, as <see cref="Kind"/> says; emptied once it is sent.</summary>
    public string Content { get; private set; } = "";

    public DateTime CreatedAt { get; private init; }

    public MailState State { get; private set; }

    /// <summary>When to hand it over, or again.</summary>
    public DateTime DueAt { get; private set; }

    /// <summary>Until then some connection is at it; after that it must have broken.</summary>
    public DateTime? ClaimedUntil { get; private set; }

    public int Attempts { get; private set; }

    public string? LastError { get; private set; }

    public DateTime? SentAt { get; private set; }

    public void Claim(DateTime until) => ClaimedUntil = until;

    public void Release() => ClaimedUntil = null;

    /// <summary>The mail server has it, or there is nobody any more to send it to.</summary>
    public void Sent(DateTime now) => (State, SentAt, Attempts, Content, LastError, ClaimedUntil) = (MailState.Sent, now, Attempts + 1, "", null, null);

    /// <summary>Tries again after 1, 2, 4, … s up to an hour, unless it was refused for good.</summary>
    public void Failed(string error, bool forGood, DateTime now)
    {
        (Attempts, LastError, ClaimedUntil) = (Attempts + 1, error.Cut(2000), null);
        State = forGood || Attempts >= MaxAttempts ? MailState.GivenUp : MailState.Pending;
        var pause = FirstPause * Math.Pow(2, Attempts - 1);
        DueAt = now + (pause < LongestPause ? pause : LongestPause);
    }
}
