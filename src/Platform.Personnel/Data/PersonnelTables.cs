using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.Data;

internal static class PersonnelTables
{
    private const int HashLength = 32;
    private const int EmailLength = 254;

    extension(PlatformDbContext db)
    {
        public DbSet<Account> Accounts => db.Set<Account>();

        public DbSet<Person> People => db.Set<Person>();

        public DbSet<PeopleImport> PeopleImports => db.Set<PeopleImport>();

        public DbSet<Invitation> Invitations => db.Set<Invitation>();

        public DbSet<Session> Sessions => db.Set<Session>();

        public DbSet<RefreshToken> RefreshTokens => db.Set<RefreshToken>();

        public DbSet<SignInAttempts> SignInAttempts => db.Set<SignInAttempts>();

        public DbSet<RecoveryCode> RecoveryCodes => db.Set<RecoveryCode>();

        public DbSet<Passkey> Passkeys => db.Set<Passkey>();

        public DbSet<ResetLink> ResetLinks => db.Set<ResetLink>();

        public DbSet<Ticket> Tickets => db.Set<Ticket>();

        public DbSet<SigningKey> SigningKeys => db.Set<SigningKey>();

        /// <summary>
        /// An account's records in every organization: for sign-in, which is what chooses the organization.
        /// </summary>
        public IQueryable<Person> PeopleOfEveryOrganization => db.Set<Person>().OfEveryOrganization();

        /// <summary>Invitations by their secret, which alone leads to the organization.</summary>
        public IQueryable<Invitation> InvitationsOfEveryOrganization => db.Set<Invitation>().OfEveryOrganization();
    }

    public static void MapPersonnel(this ModelBuilder model)
    {
        model.Entity<Account>(account =>
        {
            account.ToTable("personnel_account");
            account.Property(x => x.Email).HasMaxLength(EmailLength);
            account.Property(x => x.NormalizedEmail).HasMaxLength(EmailLength);
            account.Property(x => x.PasswordHash).IsConcurrencyToken();
            account.Property(x => x.LastTotpStep).IsConcurrencyToken();
            account.Property(x => x.AuthenticatorKey).HasMaxLength(HashLength);
            account.Property(x => x.PendingAuthenticatorKey).HasMaxLength(HashLength);
            account.HasIndex(x => x.NormalizedEmail).IsUnique();
        });
        model.Entity<RecoveryCode>(code =>
        {
            code.ToTable("personnel_recovery_code");
            code.Property(x => x.Hash).HasMaxLength(HashLength).IsFixedLength();
            code.HasIndex(x => new { x.AccountId, x.Hash }).IsUnique();
        });
        model.Entity<Passkey>(passkey =>
        {
            passkey.ToTable("personnel_passkey");
            passkey.Property(x => x.Name).HasMaxLength(100);
            passkey.Property(x => x.CredentialId).HasMaxLength(1023);
            passkey.Property(x => x.PublicKey).HasMaxLength(4000);
            passkey.Property(x => x.SignCount).IsConcurrencyToken();
            passkey.HasIndex(x => x.CredentialId).IsUnique();
            passkey.HasIndex(x => x.AccountId);
        });
        model.Entity<ResetLink>(link =>
        {
            link.ToTable("personnel_reset_link");
            link.Property(x => x.Email).HasMaxLength(EmailLength);
            link.Property(x => x.TokenHash).HasMaxLength(HashLength).IsFixedLength();
            link.Property(x => x.EndedAt).IsConcurrencyToken();
            link.HasIndex(x => x.TokenHash).IsUnique();
            link.HasIndex(x => x.AccountId);
        });
        model.Entity<Ticket>(ticket =>
        {
            ticket.ToTable("personnel_ticket");
            ticket.Property(x => x.Hash).HasMaxLength(HashLength).IsFixedLength();
            ticket.Property(x => x.State).HasMaxLength(4000);
            ticket.HasIndex(x => x.Hash).IsUnique();
            ticket.HasIndex(x => x.AccountId);
        });
        model.Entity<Person>(person =>
        {
            person.ToTable("personnel_person");
            person.Property(x => x.Email).HasMaxLength(EmailLength);
            person.Property(x => x.SearchEmail).HasMaxLength(EmailLength);
            person.HasIndex(x => new { x.OrganizationId, x.AccountId }).IsUnique();
            person.HasIndex(x => new { x.OrganizationId, x.SearchName });
            person.HasIndex(x => new { x.OrganizationId, x.SearchEmail });
            person.HasIndex(x => new { x.OrganizationId, x.Status, x.Id });
            person.HasIndex(x => new { x.OrganizationId, x.CreatedAt, x.Id });
            person.HasIndex(x => new { x.OrganizationId, x.LastSignInAt, x.Id });
            person.HasIndex(x => x.AccountId);
        });
        model.Entity<PeopleImport>(import =>
        {
            import.ToTable("personnel_import");
            import.Property(x => x.FileDigest).HasMaxLength(64);
            import.HasIndex(x => new { x.OrganizationId, x.ImportedAt });
        });
        model.Entity<Invitation>(invitation =>
        {
            invitation.ToTable("personnel_invitation");
            invitation.Property(x => x.TokenHash).HasMaxLength(HashLength).IsFixedLength();
            invitation.HasIndex(x => x.TokenHash).IsUnique();
            invitation.HasIndex(x => new { x.OrganizationId, x.PersonId });
        });
        model.Entity<Session>(session =>
        {
            session.ToTable("personnel_session");
            session.HasIndex(x => x.AccountId);
        });
        model.Entity<RefreshToken>(refresh =>
        {
            refresh.ToTable("personnel_refresh_token");
            refresh.Property(x => x.Hash).HasMaxLength(HashLength).IsFixedLength();
            refresh.Property(x => x.SpentAt).IsConcurrencyToken();
            refresh.HasIndex(x => x.Hash).IsUnique();
            refresh.HasIndex(x => x.SessionId);
        });
        model.Entity<SignInAttempts>(attempts =>
        {
            attempts.ToTable("personnel_sign_in_attempts");
            attempts.Property(x => x.NormalizedEmail).HasMaxLength(EmailLength);
            attempts.HasIndex(x => x.NormalizedEmail).IsUnique();
        });
        model.Entity<SigningKey>(key =>
        {
            key.ToTable("personnel_signing_key");
            key.Property(x => x.PrivateKey).HasMaxLength(1000);
        });
    }
}
