using Platform.Kernel.Data;

namespace Platform.Personnel.Domain;

/// <summary>
/// One human's sign-in. It may belong to several organizations, and none of them owns it. No grant rests on it: grants rest on
/// its sessions and on its people, and whatever must end them ends those.
/// </summary>
internal sealed class Account : AuditedEntity, IInstanceWide, INoGrantEffect
{
    private Account()
    {
    }

    public string Email { get; private init; } = "";

    [NotAudited]
    public string NormalizedEmail { get; private init; } = "";

    /// <summary>Null until the first invitation is accepted.</summary>
    [NotAudited]
    public string? PasswordHash { get; private set; }

    [NotAudited]
    public DateTime? PasswordChangedAt { get; private set; }

    /// <summary>When an authenticator app was enrolled; null where there is none.</summary>
    public DateTime? TwoFactorEnabledAt { get; private set; }

    /// <summary>The secret that the authenticator app shares (RFC 6238).</summary>
    [NotAudited]
    public byte[]? AuthenticatorKey { get; private set; }

    /// <summary>A new secret that becomes the key once a code of it was given.</summary>
    [NotAudited]
    public byte[]? PendingAuthenticatorKey { get; private set; }

    /// <summary>The time step of the last code that was taken: it and earlier ones are taken no more.</summary>
    [NotAudited]
    public long LastTotpStep { get; private set; }

    public int RecoveryCodesLeft { get; private set; }

    public DateTime CreatedAt { get; private init; }

    public bool HasTwoFactor => TwoFactorEnabledAt is not null;

    public override string AuditKind => "account";

    public override string AuditName => Email;

    public static Account Create(string email, string? passwordHash, DateTime now) => new()
    {
        Email = email.Trim(),
        NormalizedEmail = Normalize(email),
        PasswordHash = passwordHash,
        PasswordChangedAt = passwordHash is null ? null : now,
        CreatedAt = now,
    };

    public static string Normalize(string email) => email.Trim().ToLowerInvariant();

    public void SetFirstPassword(string passwordHash, DateTime now)
    {
        if (PasswordHash is not null)
        {
            throw new InvalidOperationException("The account has a password already, which only its owner changes.");
        }

        (PasswordHash, PasswordChangedAt) = (passwordHash, now);
        LogAs("account.password-set");
    }

    /// <summary>The owner knew the old one.</summary>
    public void ChangePassword(string passwordHash, DateTime now)
    {
        (PasswordHash, PasswordChangedAt) = (passwordHash, now);
        LogAs("account.password-changed");
    }

    /// <summary>The owner held a one-time link.</summary>
    public void ResetPassword(string passwordHash, DateTime now)
    {
        (PasswordHash, PasswordChangedAt) = (passwordHash, now);
        LogAs("account.password-reset");
    }

    /// <summary>Keeps a new authenticator's secret until a code of it is given.</summary>
    public void PrepareAuthenticator(byte[] key)
    {
        PendingAuthenticatorKey = key;
        LogAs("account.authenticator-prepared");
    }

    /// <param name="key">The secret.</param>
    /// <param name="step">The time step of the code that proved it.</param>
    public void EnableAuthenticator(byte[] key, long step, DateTime now)
    {
        (AuthenticatorKey, PendingAuthenticatorKey, LastTotpStep, TwoFactorEnabledAt) = (key, null, step, now);
        LogAs("account.second-factor-enabled");
    }

    public void RemoveAuthenticator()
    {
        (AuthenticatorKey, PendingAuthenticatorKey, TwoFactorEnabledAt, RecoveryCodesLeft) = (null, null, null, 0);
        LogAs("account.second-factor-removed");
    }

    public void TakeCodeOf(long step) => LastTotpStep = step;

    /// <summary>With the enrolment of an authenticator it is part of that, and gets no word of its own.</summary>
    public void ReplaceRecoveryCodes(int count)
    {
        RecoveryCodesLeft = count;
        LogAs(AuditAction ?? "account.recovery-codes-replaced");
    }

    public void UseRecoveryCode()
    {
        RecoveryCodesLeft--;
        LogAs("account.recovery-code-used");
    }
}

/// <summary>A way in without the authenticator app, good once: its use deletes it. Only its hash is kept.</summary>
internal sealed class RecoveryCode : Entity, IInstanceWide, INoGrantEffect
{
    private RecoveryCode()
    {
    }

    public RecoveryCode(Guid accountId, byte[] hash) => (AccountId, Hash) = (accountId, hash);

    public Guid AccountId { get; private init; }

    public byte[] Hash { get; private init; } = [];
}
