using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Platform.Kernel.Coherence;
using Platform.Kernel.Jobs;
using Platform.Kernel.Metering;
using Platform.Kernel.Modules;
using Platform.Kernel.Outbox;

namespace Platform.Kernel.Data;

/// <summary>Puts the one model together: the Kernel's own tables, each module's, and the rules that hold for all.</summary>
public sealed class PlatformModel(IEnumerable<IModule> modules)
{
    /// <summary>The name of the filter that hides other organizations' rows. Who lifts it is on the architecture tests' list.</summary>
    public const string OrganizationFilter = "organization";

    /// <summary>The name of the filter that hides the rows of a batch which has not landed.</summary>
    public const string BatchFilter = "batch";

    private static readonly MethodInfo BatchFilterOf =
        typeof(PlatformModel).GetMethod(nameof(FilterForBatch), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Longest text that has no length of its own.</summary>
    private const int DefaultLength = 400;

    internal void Build(ModelBuilder model, PlatformDbContext context)
    {
        MapKernel(model);
        foreach (var module in modules)
        {
            module.MapModel(model);
        }

        foreach (var entity in model.Model.GetEntityTypes().Where(type => !type.IsOwned()).ToList())
        {
            if (typeof(IOrganizationScoped).IsAssignableFrom(entity.ClrType))
            {
                entity.SetQueryFilter(OrganizationFilter, FilterFor(entity.ClrType, context));
                entity.FindProperty(nameof(IOrganizationScoped.OrganizationId))!.SetAfterSaveBehavior(PropertySaveBehavior.Throw);
                IndexByOrganization(entity);
            }

            if (typeof(IBatched).IsAssignableFrom(entity.ClrType))
            {
                entity.SetQueryFilter(BatchFilter, (LambdaExpression)BatchFilterOf.MakeGenericMethod(entity.ClrType).Invoke(null, [context])!);
                entity.AddIndex(entity.FindProperty(nameof(IBatched.BatchId))!);
            }

            ApplyConventions(entity);
        }
    }

    private static void MapKernel(ModelBuilder model)
    {
        model.Entity<RevisionHead>(head =>
        {
            head.ToTable("kernel_revision").HasData(new { Id = RevisionHead.Only, Value = 0L });
            head.Property(x => x.Id).ValueGeneratedNever();
        });
        model.Entity<Change>(change =>
        {
            change.ToTable("kernel_change").HasKey(x => new { x.Revision, x.Part });
            change.Property(x => x.Revision).ValueGeneratedNever();
        });
        model.Entity<RevisionReceipt>(receipt =>
        {
            receipt.ToTable("kernel_receipt").HasKey(x => x.TargetId);
            receipt.Property(x => x.Nodes).HasMaxLength(int.MaxValue);
        });
        model.Entity<Node>(node => node.ToTable("kernel_node"));
        model.Entity<LimitDemand>(demand => demand.ToTable("kernel_limit_demand").HasKey(x => new { x.TokenId, x.NodeId }));
        model.Entity<OpenBatch>(batch =>
        {
            batch.ToTable("kernel_open_batch");
            batch.Property(x => x.Kind).HasMaxLength(50);
            batch.HasIndex(x => new { x.BelongsTo, x.Kind }).IsUnique();
        });
        model.Entity<OutboxMessage>(message =>
        {
            message.ToTable("kernel_outbox");
            message.Property(x => x.Payload).HasMaxLength(int.MaxValue);
            message.Property(x => x.LastError).HasMaxLength(2000);
            message.Property(x => x.State).IsConcurrencyToken();
            message.HasIndex(x => new { x.State, x.OrganizationId, x.Position });
        });
        model.Entity<JobRun>(run =>
        {
            run.ToTable("kernel_job_run");
            run.Property(x => x.Job).HasMaxLength(60);
            run.Property(x => x.Error).HasMaxLength(2000);
            run.HasIndex(x => new { x.Job, x.StartedAt });
        });
    }

    /// <summary>An organization's rows are found without going through everybody's: to export them, and to delete them with it.</summary>
    private static void IndexByOrganization(IMutableEntityType entity)
    {
        var organization = entity.FindProperty(nameof(IOrganizationScoped.OrganizationId))!;
        if (entity.FindPrimaryKey()!.Properties[0] != organization && !entity.GetIndexes().Any(index => index.Properties[0] == organization))
        {
            entity.AddIndex(organization);
        }
    }

    /// <summary>Keys are made by the program, names are snake case, times are UTC, text has a length.</summary>
    private static void ApplyConventions(IMutableEntityType entity)
    {
        foreach (var property in entity.GetProperties())
        {
            property.SetColumnName(ToSnakeCase(property.Name));
            var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            if (type == typeof(Guid) && property.IsPrimaryKey())
            {
                property.ValueGenerated = ValueGenerated.Never;
            }
            else if (type == typeof(DateTime))
            {
                property.SetValueConverter(property.IsNullable ? NullableUtc : Utc);
            }
            else if (type == typeof(string) && property.GetMaxLength() is null)
            {
                property.SetMaxLength(DefaultLength);
            }
            else if (property.GetMaxLength() == int.MaxValue)
            {
                property.SetMaxLength(null);
            }

            if (typeof(IVersioned).IsAssignableFrom(entity.ClrType) && property.Name == nameof(IVersioned.Version))
            {
                property.IsConcurrencyToken = true;
            }
        }
    }

    private static readonly ValueConverter<DateTime, DateTime> Utc =
        new(value => value, value => DateTime.SpecifyKind(value, DateTimeKind.Utc));

    private static readonly ValueConverter<DateTime?, DateTime?> NullableUtc =
        new(value => value, value => value == null ? null : DateTime.SpecifyKind(value.Value, DateTimeKind.Utc));

    /// <summary>
    /// <c>row => (Guid?)row.OrganizationId == context.OrganizationId</c>: EF reads the context's property anew for each query,
    /// and a null there equals no row's organization.
    /// </summary>
    private static LambdaExpression FilterFor(Type type, PlatformDbContext context)
    {
        var row = Expression.Parameter(type, "row");
        var mine = Expression.Convert(Expression.Property(row, nameof(IOrganizationScoped.OrganizationId)), typeof(Guid?));
        var current = Expression.Property(Expression.Constant(context), nameof(PlatformDbContext.OrganizationId));
        return Expression.Lambda(Expression.Equal(mine, current), row);
    }

    private static Expression<Func<T, bool>> FilterForBatch<T>(PlatformDbContext context)
        where T : class, IBatched =>
        row => row.BatchId == null || !context.Set<OpenBatch>().Any(batch => batch.Id == row.BatchId);

    private static string ToSnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
