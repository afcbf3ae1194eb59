using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Platform.Kernel.Data;

/// <summary>
/// Adds rows by one prepared statement, inside the running transaction: those which nobody's log or cache needs to hear of, and
/// which nobody changes in the same transaction. Rows of an organization are stamped with the one in context.
/// </summary>
public static class BulkInsert
{
    /// <summary>Rows of one round trip.</summary>
    private const int AtOnce = 500;

    public static Task BulkInsertAsync<T>(this PlatformDbContext db, IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class => db.BulkInsertAsync(rows, null, cancellationToken);

    /// <param name="then">What comes after the rows, where a round trip can be spared in the same one.</param>
    /// <inheritdoc cref="BulkInsertAsync{T}(PlatformDbContext, IReadOnlyCollection{T}, CancellationToken)"/>
    public static async Task BulkInsertAsync<T>(this PlatformDbContext db, IReadOnlyCollection<T> rows, ClosingStatement? then, CancellationToken cancellationToken)
        where T : class
    {
        var (connection, transaction) = (db.Database.GetDbConnection(), db.Database.CurrentTransaction?.GetDbTransaction());
        var (sql, columns) = StatementFor(db, db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T)} is no entity."));
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        if (EveryOrganization.WallOf(db)?.Before(db, db.OrganizationId) is { Length: > 0 } tell)
        {
            command.CommandText = tell;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        command.CommandText = sql;
        if (!connection.CanCreateBatch)
        {
            foreach (var row in rows)
            {
                Fill(command.Parameters, row);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            if (then is not null)
            {
                command.CommandText = then.Sql;
                command.Parameters.Clear();
                then.Fill(command.Parameters, command.CreateParameter);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            return;
        }

        var left = rows.Count;
        foreach (var some in rows.Chunk(AtOnce))
        {
            await using var batch = connection.CreateBatch();
            batch.Transaction = transaction;
            foreach (var row in some)
            {
                var one = batch.CreateBatchCommand();
                one.CommandText = sql;
                Fill(one.Parameters, row);
                batch.BatchCommands.Add(one);
            }

            left -= some.Length;
            if (left == 0 && then is not null)
            {
                var one = batch.CreateBatchCommand();
                one.CommandText = then.Sql;
                then.Fill(one.Parameters, command.CreateParameter);
                batch.BatchCommands.Add(one);
            }

            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        void Fill(DbParameterCollection parameters, T row)
        {
            parameters.Clear();
            foreach (var column in columns)
            {
                parameters.Add(column.ParameterFor(command, column.IsOrganization ? db.OrganizationId : column.Property.GetGetter().GetClrValue(row)));
            }
        }
    }

    /// <summary>Sets what only the database writes, such as when a token was last used.</summary>
    public static void SetColumn<T>(this PlatformDbContext db, T row, string property, object? value)
        where T : class =>
        db.Model.FindEntityType(typeof(T))!.FindProperty(property)!.PropertyInfo!.SetValue(row, value, BindingFlags.NonPublic | BindingFlags.Public, null, null, null);

    /// <summary>Made once for each kind of row: the log has some in every command.</summary>
    private static (string Sql, List<Column> Columns) StatementFor(PlatformDbContext db, IEntityType entity) =>
        entity.GetOrAddRuntimeAnnotationValue("Platform:BulkInsert", MakeStatement, (db, entity));

    private static (string Sql, List<Column> Columns) MakeStatement((PlatformDbContext Db, IEntityType Entity) of)
    {
        var delimit = of.Db.GetService<ISqlGenerationHelper>();
        var table = StoreObjectIdentifier.Create(of.Entity, StoreObjectType.Table)!.Value;
        var columns = of.Entity.GetProperties().Select((property, at) => new Column(property, delimit.DelimitIdentifier(property.GetColumnName(table)!), $"@p{at}")).ToList();
        var (names, values) = (string.Join(", ", columns.Select(column => column.Name)), string.Join(", ", columns.Select(column => column.Parameter)));
        return ($"INSERT INTO {delimit.DelimitIdentifier(table.Name)} ({names}) VALUES ({values})", columns);
    }

    private sealed record Column(IProperty Property, string Name, string Parameter)
    {
        private readonly RelationalTypeMapping _mapping = Property.GetRelationalTypeMapping();

        public bool IsOrganization { get; } =
            Property.Name == nameof(IOrganizationScoped.OrganizationId) && typeof(IOrganizationScoped).IsAssignableFrom(Property.DeclaringType.ClrType);

        public DbParameter ParameterFor(DbCommand command, object? value) => _mapping.CreateParameter(command, Parameter, value, Property.IsNullable);
    }
}

/// <summary>A statement that comes after rows which are added.</summary>
public sealed record ClosingStatement(string Sql, IReadOnlyList<(string Name, object Value)> Values)
{
    internal void Fill(DbParameterCollection parameters, Func<DbParameter> create)
    {
        foreach (var (name, value) in Values)
        {
            var parameter = create();
            (parameter.ParameterName, parameter.Value) = (name, value);
            parameters.Add(parameter);
        }
    }
}
