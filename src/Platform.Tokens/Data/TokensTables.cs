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

        /// <summary>Tokens by their secret, which alone leads to the organization.</summary>
        public IQueryable<Token> TokensOfEveryOrganization => db.Set<Token>().IgnoreQueryFilters([PlatformModel.OrganizationFilter]);

        /// <summary>Whose service accounts hold a permission that leaves the catalogue.</summary>
        public IQueryable<ServiceAccount> ServiceAccountsOfEveryOrganization => db.Set<ServiceAccount>().IgnoreQueryFilters([PlatformModel.OrganizationFilter]);
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
            token.Property(x => x.LastUsedIp).HasMaxLength(45);
            token.HasIndex(x => x.Hash).IsUnique();
            token.HasIndex(x => new { x.OrganizationId, x.LiveKey }).IsUnique();
            token.HasIndex(x => new { x.OrganizationId, x.CreatedAt });
            token.HasIndex(x => x.OwnerId);
            token.HasIndex(x => x.ExpiresAt);
        });
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
