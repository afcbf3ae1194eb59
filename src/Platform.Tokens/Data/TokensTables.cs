using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Data;

internal static class TokensTables
{
    private const int HashLength = 32;

    extension(PlatformDbContext db)
    {
        public DbSet<Token> Tokens => db.Set<Token>();

        public DbSet<ServiceAccount> ServiceAccounts => db.Set<ServiceAccount>();

        /// <summary>Those that were not deleted. A deleted one is kept for its name, which its tokens' pages still say.</summary>
        public IQueryable<ServiceAccount> LivingServiceAccounts => db.Set<ServiceAccount>().Where(account => account.DeletedAt == null);

        public DbSet<TokenWord> TokenWords => db.Set<TokenWord>();

        public DbSet<TokenCaller> TokenCallers => db.Set<TokenCaller>();

        /// <summary>Those that have come to their end without its having been noted, the earliest first.</summary>
        public IQueryable<Token> DueTokens(TokenState state, DateTime now) => db.Set<Token>()
            .Where(token => token.State == state && token.EndsAt <= now)
            .OrderBy(token => token.EndsAt).ThenBy(token => token.Id);

        /// <summary>Tokens by their secret, which alone leads to the organization.</summary>
        public IQueryable<Token> TokensOfEveryOrganization => db.Set<Token>().OfEveryOrganization();

        /// <summary>Whose service accounts hold a permission that leaves the catalogue.</summary>
        public IQueryable<ServiceAccount> ServiceAccountsOfEveryOrganization => db.Set<ServiceAccount>().OfEveryOrganization();
    }

    public static void MapTokens(this ModelBuilder model)
    {
        model.Entity<Token>(token =>
        {
            token.ToTable("tokens_token");
            token.Property(x => x.Name).HasMaxLength(100);
            token.Property(x => x.Description).HasMaxLength(1000);
            token.Property(x => x.Hash).HasMaxLength(HashLength).IsFixedLength();
            token.Property(x => x.Display).HasMaxLength(40);
            token.Property(x => x.SearchName).HasMaxLength(100);
            token.Property(x => x.LastUsedIp).HasMaxLength(45);
            token.Property(x => x.LastUsedAgent).HasMaxLength(200);
            token.HasIndex(x => x.Hash).IsUnique();
            token.HasIndex(x => new { x.OrganizationId, x.LiveKey }).IsUnique();

            // A list in each order: of all, of one state, of one owner. What else is asked for stands behind the order, so that a
            // row which is not wanted costs no look at the table. ExpiresAt is what the filters ask, EndsAt what is sorted by.
            token.HasIndex(x => new { x.OrganizationId, x.CreatedAt, x.Id, x.Kind }, "ix_tokens_created");
            token.HasIndex(x => new { x.OrganizationId, x.EndsAt, x.Id, x.Kind }, "ix_tokens_ends");
            token.HasIndex(x => new { x.OrganizationId, x.UsedAt, x.Id, x.Kind }, "ix_tokens_used");
            token.HasIndex(x => new { x.OrganizationId, x.SearchName, x.Id, x.Kind }, "ix_tokens_name");
            token.HasIndex(x => new { x.OrganizationId, x.Kind, x.EndsAt, x.Id }, "ix_tokens_kind_ends"); // for counting: few may be people's
            token.HasIndex(x => new { x.OrganizationId, x.State, x.CreatedAt, x.Id, x.ExpiresAt, x.Kind }, "ix_tokens_state_created");
            token.HasIndex(x => new { x.OrganizationId, x.State, x.EndsAt, x.Id, x.ExpiresAt, x.Kind }, "ix_tokens_state_ends");
            token.HasIndex(x => new { x.OrganizationId, x.State, x.UsedAt, x.Id, x.ExpiresAt, x.Kind }, "ix_tokens_state_used");
            token.HasIndex(x => new { x.OrganizationId, x.State, x.SearchName, x.Id, x.ExpiresAt, x.Kind }, "ix_tokens_state_name");
            token.HasIndex(x => new { x.OrganizationId, x.OwnerId, x.CreatedAt, x.Id }, "ix_tokens_owner_created");
            token.HasIndex(x => new { x.OrganizationId, x.OwnerId, x.EndsAt, x.Id }, "ix_tokens_owner_ends");
            token.HasIndex(x => new { x.OrganizationId, x.OwnerId, x.UsedAt, x.Id }, "ix_tokens_owner_used");
            token.HasIndex(x => new { x.OrganizationId, x.OwnerId, x.SearchName, x.Id }, "ix_tokens_owner_name");
        });
        model.Entity<TokenWord>(word =>
        {
            word.ToTable("tokens_word").HasKey(x => new { x.OrganizationId, x.TokenId, x.Word });
            word.Property(x => x.Word).HasMaxLength(TokenWord.Longest);
            word.HasIndex(x => new { x.OrganizationId, x.Word, x.TokenId });
        });
        model.Entity<TokenCaller>(caller =>
        {
            caller.ToTable("tokens_caller").HasKey(x => new { x.TokenId, x.Address, x.Agent });
            caller.Property(x => x.Address).HasMaxLength(45);
            caller.Property(x => x.Agent).HasMaxLength(200);
        });
        model.Entity<TokenReminder>(reminder => reminder.ToTable("tokens_reminder").HasKey(x => new { x.TokenId, x.Days }));
        model.Entity<ServiceAccount>(account =>
        {
            account.ToTable("tokens_service_account");
            account.Property(x => x.Name).HasMaxLength(100);
            account.Property(x => x.NormalizedName).HasMaxLength(100);
            account.Property(x => x.Description).HasMaxLength(1000);
            account.HasIndex(x => new { x.OrganizationId, x.NormalizedName }).IsUnique();
        });
    }
}
