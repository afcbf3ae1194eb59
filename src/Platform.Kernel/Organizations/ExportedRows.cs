using System.Buffers;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Platform.Kernel.Data;
using Platform.Kernel.Http;

namespace Platform.Kernel.Organizations;

/// <summary>
/// Writes one table's rows of the organization in context as lines of JSON, read some at a time by their keys: neither the
/// memory nor a transaction grows with the table, however slowly somebody takes it.
/// </summary>
internal abstract class ExportedRows
{
    private const int AtOnce = 500;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ExportedRows Of(OrganizationTable table) =>
        (ExportedRows)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(table.Entity.ClrType), table)!;

    /// <summary>What of a row is written: no bytes, which are hashes and keys, and nothing that says it is not to be.</summary>
    public static IReadOnlyList<IProperty> PropertiesOf(IEntityType entity) =>
        [.. entity.GetProperties().Where(property => property.ClrType != typeof(byte[]) && property.PropertyInfo is { } info && !info.IsDefined(typeof(NotExportedAttribute)))];

    /// <returns>How many rows there were.</returns>
    public abstract Task<long> WriteAsync(PlatformDbContext db, Stream stream, CancellationToken cancellationToken);

    private sealed class Typed<T>(OrganizationTable table) : ExportedRows
        where T : class
    {
        private readonly List<(IProperty Property, string Name)> _properties =
            [.. PropertiesOf(table.Entity).Select(property => (property, JsonNamingPolicy.CamelCase.ConvertName(property.Name)))];

        public override async Task<long> WriteAsync(PlatformDbContext db, Stream stream, CancellationToken cancellationToken)
        {
            var (count, last) = (0L, (T?)null);
            var buffer = new ArrayBufferWriter<byte>();
            await using var json = new Utf8JsonWriter(buffer, Json);
            while (true)
            {
                var page = await NextAsync(db, last, cancellationToken);
                foreach (var row in page)
                {
                    Write(json, row);
                    await json.FlushAsync(cancellationToken);
                    buffer.Write("\n"u8);
                    json.Reset();
                }

                await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
                buffer.ResetWrittenCount();
                count += page.Count;
                if (page.Count < AtOnce)
                {
                    return count;
                }

                last = page[^1];
            }
        }

        private Task<List<T>> NextAsync(PlatformDbContext db, T? last, CancellationToken cancellationToken)
        {
            var rows = table.Rows<T>(db);
            var keys = table.Entity.FindPrimaryKey()!.Properties;
            if (last is not null)
            {
                rows = rows.Where(Beyond(keys, last));
            }

            IOrderedQueryable<T>? ordered = null;
            foreach (var key in keys)
            {
                ordered = (IOrderedQueryable<T>)Ordering(ordered is null ? nameof(Queryable.OrderBy) : nameof(Queryable.ThenBy), key.ClrType)
                    .Invoke(null, [ordered ?? rows, By(key)])!;
            }

            return ordered!.Take(AtOnce).ToListAsync(cancellationToken);
        }

        /// <summary><c>a &gt; lastA || a == lastA &amp;&amp; (b &gt; lastB || …)</c>, compared by the database in its own order.</summary>
        private static Expression<Func<T, bool>> Beyond(IReadOnlyList<IProperty> keys, T last)
        {
            var row = Expression.Parameter(typeof(T), "row");
            Expression? beyond = null;
            foreach (var key in keys.Reverse())
            {
                var (own, lasts) = (Expression.Property(row, key.PropertyInfo!), Expression.Property(Expression.Constant(last), key.PropertyInfo!));
                var further = Compared.Further(own, lasts, descending: false);
                beyond = beyond is null ? further : Expression.OrElse(further, Expression.AndAlso(Expression.Equal(own, lasts), beyond));
            }

            return Expression.Lambda<Func<T, bool>>(beyond!, row);
        }

        private static LambdaExpression By(IProperty key)
        {
            var row = Expression.Parameter(typeof(T), "row");
            return Expression.Lambda(Expression.Property(row, key.PropertyInfo!), row);
        }

        private static MethodInfo Ordering(string name, Type key) =>
            typeof(Queryable).GetMethods().Single(method => method.Name == name && method.GetParameters().Length == 2).MakeGenericMethod(typeof(T), key);

        private void Write(Utf8JsonWriter json, T row)
        {
            json.WriteStartObject();
            foreach (var (property, name) in _properties)
            {
                json.WritePropertyName(name);
                Write(json, property.GetGetter().GetClrValue(row));
            }

            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case DateTime at:
                json.WriteStringValue(at);
                break;
            case Guid id:
                json.WriteStringValue(id);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case Enum word:
                json.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(word.ToString()));
                break;
            case System.Collections.IEnumerable list:
                json.WriteStartArray();
                foreach (var item in list)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                throw new NotSupportedException($"Teach the export to write a {value.GetType().Name}.");
        }
    }
}
