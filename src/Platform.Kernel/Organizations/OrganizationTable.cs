using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Platform.Kernel.Data;

namespace Platform.Kernel.Organizations;

/// <summary>
/// A table with rows of organizations, as the model has it, whosever module it is: what is exported of an organization and what
/// is deleted with it follows from here, so that no module can forget to take part.
/// </summary>
public sealed class OrganizationTable
{
    private OrganizationTable(IEntityType entity, IProperty organization) => (Entity, Organization) = (entity, organization);

    public IEntityType Entity { get; }

    /// <summary>The property with the organization's id.</summary>
    public IProperty Organization { get; }

    public string Name => Entity.GetTableName()!;

    /// <summary>Why no export has it; null where one does.</summary>
    public string? NotExportedBecause => Entity.ClrType.GetCustomAttribute<NotExportedAttribute>()?.Reason;

    /// <summary>True for the organization's own row, which goes last.</summary>
    public bool IsOrganization => Organization.IsPrimaryKey() && Organization.Name == nameof(Data.Entity.Id);

    /// <summary>All of them, in the order of their names.</summary>
    public static IReadOnlyList<OrganizationTable> Of(IModel model) =>
    [
        .. from entity in model.GetEntityTypes()
           let property = typeof(IOrganizationScoped).IsAssignableFrom(entity.ClrType)
               ? nameof(IOrganizationScoped.OrganizationId)
               : entity.ClrType.GetCustomAttribute<OfOrganizationAttribute>()?.Property
           where property is not null
           let table = new OrganizationTable(entity, entity.FindProperty(property)
               ?? throw new InvalidOperationException($"{entity.DisplayName()} has no property {property}."))
           orderby table.Name
           select table,
    ];

    /// <summary>The rows of the organization in context. Those of a batch that has not landed are nobody's yet.</summary>
    public IQueryable<T> Rows<T>(PlatformDbContext db)
        where T : class
    {
        var row = Expression.Parameter(typeof(T), "row");
        var current = Expression.Property(Expression.Constant(db), nameof(PlatformDbContext.OrganizationId));
        var own = Expression.Equal(Expression.Convert(Expression.Property(row, Organization.PropertyInfo!), typeof(Guid?)), current);
        return db.Set<T>().AsNoTracking().Where(Expression.Lambda<Func<T, bool>>(own, row));
    }
}
