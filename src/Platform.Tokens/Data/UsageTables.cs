using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Data;

internal static class UsageTables
{
    public static readonly CountTable Counts = new(
        "tokens_usage",
        ["subject_id", "grain", "kind", "at", "name"],
        ["organization_id"],
        ["ok", "invalid", "denied", "rate_limited", "error"],
        ["last_seen_at"]);

    public static readonly CountTable Networks = new("tokens_network", ["token_id", "network"], ["organization_id", "first_seen_at"], [], []);

    extension(PlatformDbContext db)
    {
        public DbSet<UsageCount> UsageCounts => db.Set<UsageCount>();

        public DbSet<KnownNetwork> KnownNetworks => db.Set<KnownNetwork>();

        /// <summary>Counts of whichever tokens are in one batch.</summary>
        public IQueryable<UsageCount> UsageCountsOfEveryOrganization => db.Set<UsageCount>().OfEveryOrganization();

        /// <summary>Networks of whichever tokens are in one batch.</summary>
        public IQueryable<KnownNetwork> KnownNetworksOfEveryOrganization => db.Set<KnownNetwork>().OfEveryOrganization();
    }

    public static void MapUsage(this ModelBuilder model)
    {
        model.Entity<UsageCount>(count =>
        {
            count.ToTable(Counts.Name).HasKey(x => new { x.SubjectId, x.Grain, x.Kind, x.At, x.Name });
            count.Property(x => x.Grain).ValueGeneratedNever();
            count.Property(x => x.Kind).ValueGeneratedNever();
            count.Property(x => x.Name).HasMaxLength(200);
            count.HasIndex(x => new { x.OrganizationId, x.Grain, x.At });
        });
        model.Entity<KnownNetwork>(network =>
        {
            network.ToTable(Networks.Name).HasKey(x => new { x.TokenId, x.Network });
            network.Property(x => x.Network).HasMaxLength(50);
        });
    }
}
