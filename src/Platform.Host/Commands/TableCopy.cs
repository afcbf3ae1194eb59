using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Host.Commands;

/// <summary>
/// Copies one table as the model has it, whatever its entity is: each column is read by the one database's mapping and written
/// by the other's, so that an id, a time or a list becomes what that database makes of it.
/// </summary>
internal abstract class TableCopy
{
    public abstract string Name { get; }

    /// <summary>All tables, each after those that its foreign keys lead to.</summary>
    public static IReadOnlyList<TableCopy> InOrder(PlatformDbContext source, PlatformDbContext target)
    {
        var (ordered, seen) = (new List<IEntityType>(), new HashSet<IEntityType>());
        void Add(IEntityType entity)
        {
            if (!seen.Add(entity))
            {
                return;
            }

            foreach (var key in entity.GetForeignKeys())
            {
                Add(key.PrincipalEntityType);
            }

            ordered.Add(entity);
        }

        // The nodes are those that run on the other database: there they would be waited for.
        foreach (var entity in target.Model.GetEntityTypes().Where(entity => entity.ClrType != typeof(Node)))
        {
            Add(entity);
        }

        return [.. ordered.Select(entity => (TableCopy)Activator.CreateInstance(typeof(Of<>).MakeGenericType(entity.ClrType), source, target, entity)!)];
    }

    /// <summary>True where the target has rows that no migration put there.</summary>
    public abstract Task<bool> IsInUseAsync(CancellationToken cancellationToken);

    /// <summary>Copies, inside the target's transaction, and answers how many rows there were.</summary>
    public abstract Task<long> RunAsync(CancellationToken cancellationToken);

    private sealed class Of<T> : TableCopy
        where T : class
    {
        // SQL Server takes 2,100 parameters in one statement, and 1,000 rows.
        private const int MaxParameters = 2000;

        private static readonly MethodInfo PropertyMethod = typeof(EF).GetMethod(nameof(EF.Property))!;

        private readonly PlatformDbContext _source;
        private readonly PlatformDbContext _target;
        private readonly IReadOnlyList<IProperty> _properties;
        private readonly RelationalTypeMapping[] _mappings;
        private readonly string _insert;
        private readonly int _batchSize;
        private readonly int _migrated;

        public Of(PlatformDbContext source, PlatformDbContext target, IEntityType entity)
        {
            (_source, _target, Name) = (source, target, entity.GetTableName()!);
            _properties = [.. entity.GetProperties()];
            var columns = entity.GetTableMappings().Single().Table.Columns.Select(column => column.Name).ToHashSet();
            if (!columns.SetEquals(_properties.Select(property => property.GetColumnName())))
            {
                throw new NotSupportedException($"{Name} has columns that are no properties of {entity.ShortName()}: teach the copy to take them along.");
            }

            _mappings = [.. _properties.Select(property => property.GetRelationalTypeMapping())];
            var sql = target.GetService<ISqlGenerationHelper>();
            _insert = $"INSERT INTO {sql.DelimitIdentifier(Name)} ({string.Join(", ", _properties.Select(property => sql.DelimitIdentifier(property.GetColumnName())))}) VALUES ";
            _batchSize = Math.Clamp(MaxParameters / _properties.Count, 1, 1000);
            _migrated = target.GetService<IDesignTimeModel>().Model.FindEntityType(entity.Name)!.GetSeedData().Count();
        }

        public override string Name { get; }

        public override async Task<bool> IsInUseAsync(CancellationToken cancellationToken) =>
            await Rows(_target).LongCountAsync(cancellationToken) > _migrated;

        public override async Task<long> RunAsync(CancellationToken cancellationToken)
        {
            await Rows(_target).ExecuteDeleteAsync(cancellationToken);
            await using var insert = _target.Database.GetDbConnection().CreateCommand();
            insert.Transaction = _target.Database.CurrentTransaction!.GetDbTransaction();
            insert.CommandTimeout = 0;
            var batch = new List<object?[]>(_batchSize);
            var copied = 0L;
            await foreach (var row in Rows(_source).AsNoTracking().Select(AllColumns()).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                batch.Add(row);
                if (batch.Count == _batchSize)
                {
                    copied += await WriteAsync(insert, batch, cancellationToken);
                }
            }

            copied += await WriteAsync(insert, batch, cancellationToken);
            var there = await Rows(_target).LongCountAsync(cancellationToken);
            return there == copied
                ? copied
                : throw new InvalidOperationException($"{copied} rows of {Name} were written, and {there} are to be seen: nothing is kept of the copy.");
        }

        /// <summary>Everybody's rows, and those of batches that have not landed: what is hidden there is to be hidden here.</summary>
        private static IQueryable<T> Rows(PlatformDbContext db) => db.Set<T>().IgnoreQueryFilters();

        private Expression<Func<T, object?[]>> AllColumns()
        {
            var row = Expression.Parameter(typeof(T), "row");
            var values = _properties.Select(property => Expression.Convert(
                Expression.Call(PropertyMethod.MakeGenericMethod(property.ClrType), row, Expression.Constant(property.Name)), typeof(object)));
            return Expression.Lambda<Func<T, object?[]>>(Expression.NewArrayInit(typeof(object), values), row);
        }

        private async Task<int> WriteAsync(DbCommand insert, List<object?[]> batch, CancellationToken cancellationToken)
        {
            if (batch.Count == 0)
            {
                return 0;
            }

            if (insert.Parameters.Count != batch.Count * _mappings.Length)
            {
                insert.CommandText = InsertOf(batch.Count);
            }

            insert.Parameters.Clear();
            foreach (var row in batch)
            {
                for (var column = 0; column < row.Length; column++)
                {
                    insert.Parameters.Add(_mappings[column].CreateParameter(insert, $"@p{insert.Parameters.Count}", row[column], _properties[column].IsNullable));
                }
            }

            var written = await insert.ExecuteNonQueryAsync(cancellationToken);
            batch.Clear();
            return written;
        }

        private string InsertOf(int rows)
        {
            var text = new StringBuilder(_insert);
            for (var parameter = 0; parameter < rows * _mappings.Length; parameter++)
            {
                var first = parameter % _mappings.Length == 0;
                text.Append(first ? parameter == 0 ? "(" : "), (" : ", ").Append("@p").Append(parameter);
            }

            return text.Append(')').ToString();
        }
    }
}
