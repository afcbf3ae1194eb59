using Microsoft.EntityFrameworkCore;
using Platform.Audit.Domain;
using Platform.Kernel.Data;

namespace Platform.Audit.Data;

internal static class AuditTables
{
    private const int HashLength = 32;

    extension(PlatformDbContext db)
    {
        public DbSet<AuditEntry> AuditEntries => db.Set<AuditEntry>();

        public DbSet<AuditHead> AuditHeads => db.Set<AuditHead>();
    }

    public static void MapAudit(this ModelBuilder model)
    {
        model.Entity<AuditEntry>(entry =>
        {
            entry.ToTable("audit_entry");
            entry.Property(x => x.Changes).HasMaxLength(int.MaxValue);
            entry.Property(x => x.Hash).HasMaxLength(HashLength).IsFixedLength();
            entry.Property(x => x.PreviousHash).HasMaxLength(HashLength).IsFixedLength();
            entry.HasIndex(x => new { x.OrganizationId, x.Sequence }).IsUnique();
            entry.HasIndex(x => new { x.OrganizationId, x.TargetId });
        });
        model.Entity<AuditHead>(head =>
        {
            head.ToTable("audit_head").HasKey(x => x.Chain);
            head.Property(x => x.Hash).HasMaxLength(HashLength).IsFixedLength();
        });
    }
}
