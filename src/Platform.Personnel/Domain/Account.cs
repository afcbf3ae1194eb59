using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Personnel.Domain;

/// <summary>One human's sign-in. It may belong to several organizations, and none of them owns it.</summary>
internal sealed class Account : AuditedEntity, IInstanceWide, IGrantSource
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

    public DateTime CreatedAt { get; private init; }

    public override string AuditKind => "account";

    public override string AuditName => Email;

    public static Account Create(string email, string? passwordHash, DateTime now) => new()
    {
        Email = email.Trim(),
        NormalizedEmail = Normalize(email),
        PasswordHash = passwordHash,
        CreatedAt = now,
    };

    public static string Normalize(string email) => email.Trim().ToLowerInvariant();

    public void SetFirstPassword(string passwordHash)
    {
        if (PasswordHash is not null)
        {
            throw new InvalidOperationException("The account has a password already, which only its owner changes.");
        }

        PasswordHash = passwordHash;
        LogAs("account.password-set");
    }

    public IEnumerable<Drop> DropsOn(EntityState change) =>
        change == EntityState.Added ? [] : [new Drop(DropKind.Account, Id)];
}
