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

        public DbSet<AuditCheckpoint> AuditCheckpoints => db.Set<AuditCheckpoint>();

        public IQueryable<AuditCheckpoint> AuditCheckpointsOfEveryOrganization => db.Set<AuditCheckpoint>().OfEveryOrganization();
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

            // Each filter of the list is a range of one of these, in the list's own order.
            entry.HasIndex(x => new { x.OrganizationId, x.TargetId, x.Sequence });
            entry.HasIndex(x => new { x.OrganizationId, x.ActorId, x.Sequence });
            entry.HasIndex(x => new { x.OrganizationId, x.Action, x.Sequence });
            entry.HasIndex(x => new { x.OrganizationId, x.At });
        });
        model.Entity<AuditHead>(head =>
        {
            head.ToTable("audit_head").HasKey(x => x.Chain);
            head.Property(x => x.Hash).HasMaxLength(HashLength).IsFixedLength();
        });
        model.Entity<AuditCheckpoint>(checkpoint =>
        {
            checkpoint.ToTable("audit_checkpoint");
            checkpoint.Property(x => x.Hash).HasMaxLength(HashLength).IsFixedLength();
            checkpoint.Property(x => x.Signature).HasMaxLength(1000);
            checkpoint.HasIndex(x => new { x.OrganizationId, x.Sequence });
        });
    }
}
