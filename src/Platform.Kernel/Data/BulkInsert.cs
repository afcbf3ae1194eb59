using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Platform.Kernel.Data;

/// <summary>
/// Adds many rows by one prepared statement, inside the running transaction: for load tests' data, which nobody's log or cache
/// needs to hear of row by row. Rows of an organization are stamped with the one in context.
/// </summary>
public static class BulkInsert
{
    public static async Task BulkInsertAsync<T>(this PlatformDbContext db, IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        var entity = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T)} is no entity.");
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        var columns = entity.GetProperties().Select((property, at) => new Column(property, property.GetColumnName(table)!, $"@p{at}")).ToList();
        await using var insert = db.Database.GetDbConnection().CreateCommand();
        insert.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        if (EveryOrganization.WallOf(db)?.Before(db, db.OrganizationId) is { Length: > 0 } tell)
        {
            insert.CommandText = tell;
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        insert.CommandText =
            $"INSERT INTO {table.Name} ({string.Join(", ", columns.Select(column => column.Name))}) VALUES ({string.Join(", ", columns.Select(column => column.Parameter))})";
        foreach (var row in rows)
        {
            insert.Parameters.Clear();
            foreach (var column in columns)
            {
                insert.Parameters.Add(column.ParameterFor(insert, column.IsOrganization ? db.OrganizationId : column.Property.GetGetter().GetClrValue(row)));
            }

            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Sets what only the database writes, such as when a token was last used.</summary>
    public static void SetColumn<T>(this PlatformDbContext db, T row, string property, object? value)
        where T : class =>
        db.Model.FindEntityType(typeof(T))!.FindProperty(property)!.PropertyInfo!.SetValue(row, value, BindingFlags.NonPublic | BindingFlags.Public, null, null, null);

    private sealed record Column(IProperty Property, string Name, string Parameter)
    {
        private readonly RelationalTypeMapping _mapping = Property.GetRelationalTypeMapping();

        public bool IsOrganization { get; } =
            Property.Name == nameof(IOrganizationScoped.OrganizationId) && typeof(IOrganizationScoped).IsAssignableFrom(Property.DeclaringType.ClrType);

        public DbParameter ParameterFor(DbCommand command, object? value) => _mapping.CreateParameter(command, Parameter, value, Property.IsNullable);
    }
}
