using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Platform.Kernel.Data;

/// <summary>
/// The one context. Each module adds its own internal entities, which nobody outside its assembly can name, so one context
/// brings no coupling, and gives one transaction, one migration history and one outbox.
/// </summary>
public sealed class PlatformDbContext(DbContextOptions<PlatformDbContext> options, PlatformModel model) : DbContext(options)
{
    /// <summary>Whose rows are seen. Read anew by each query's filter.</summary>
    public OrganizationScope Scope { get; init; } = new();

    public Guid? OrganizationId => Scope.Id;

    /// <summary>What the running command has changed; null outside of one, where nothing can be saved.</summary>
    public ChangeSet? Changes { get; set; }

    /// <summary>Kept for the second wall.</summary>
    internal Told? Told { get; set; }

    protected override void OnModelCreating(ModelBuilder modelBuilder) => model.Build(modelBuilder, this);

    /// <summary>Synchronous saving is not offered: it would hold a thread and bypass the bookkeeping below.</summary>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save asynchronously, inside a command.");

    /// <summary>Stamps, counts versions, and notes what was changed for the audit log and the caches.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var changes = Changes
            ?? throw new InvalidOperationException("Rows are changed by commands only: there is no transaction to save in.");
        foreach (var entry in ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList())
        {
            Stamp(entry);
            changes.Note(entry);
        }

        // A failed command is undone as a whole, so it needs no savepoint before each save.
        Database.AutoSavepointsEnabled = false;

        // What has changed is known by now; EF would compare every value once more.
        var detects = ChangeTracker.AutoDetectChangesEnabled;
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    private void Stamp(EntityEntry entry)
    {
        if (entry.State == EntityState.Added && entry.Entity is IOrganizationScoped)
        {
            var organization = entry.Property(nameof(IOrganizationScoped.OrganizationId));
            var current = OrganizationId
                ?? throw new InvalidOperationException($"A {entry.Metadata.DisplayName()} needs an organization in context.");
            organization.CurrentValue = current;
        }
        else if (entry.State != EntityState.Added && entry.Entity is IOrganizationScoped row && row.OrganizationId != OrganizationId)
        {
            throw new InvalidOperationException($"A {entry.Metadata.DisplayName()} of another organization can't be changed from here.");
        }

        if (entry.State == EntityState.Modified && entry.Entity is IVersioned versioned)
        {
            entry.Property(nameof(IVersioned.Version)).CurrentValue = versioned.Version + 1;
        }
    }
}
