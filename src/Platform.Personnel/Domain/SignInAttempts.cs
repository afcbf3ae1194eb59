using Platform.Kernel.Data;

namespace Platform.Personnel.Domain;

/// <summary>
/// Failed sign-ins for one e-mail address, whether or not it is known here, so that a lock tells nothing about that.
/// </summary>
internal sealed class SignInAttempts : AuditedEntity, IInstanceWide, INoGrantEffect
{
    public const int Allowed = 10;
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    private SignInAttempts()
    {
    }

    public SignInAttempts(string normalizedEmail) => NormalizedEmail = normalizedEmail;

    public string NormalizedEmail { get; private init; } = "";

    public int Failed { get; private set; }

    [NotAudited]
    public DateTime WindowStartedAt { get; private set; }

    public DateTime? LockedUntil { get; private set; }

    public override string AuditKind => "sign-in";

    public override string AuditName => NormalizedEmail;

    public bool IsLockedAt(DateTime now) => LockedUntil is { } until && now < until;

    public void Fail(DateTime now)
    {
        if (now - WindowStartedAt >= Window)
        {
            (Failed, WindowStartedAt) = (0, now);
        }

        LogAs("sign-in.failed");
        if (++Failed >= Allowed)
        {
            (Failed, LockedUntil) = (0, now + LockedFor);
            LogAs("sign-in.locked");
        }
    }

    /// <summary>The password is a new one, chosen by who held a one-time link.</summary>
    public void Forgive()
    {
        (Failed, LockedUntil) = (0, null);
        LogAs("sign-in.unlocked");
    }

    public void Succeed()
    {
        (Failed, LockedUntil) = (0, null);
        LogAs("sign-in.succeeded");
    }
}
