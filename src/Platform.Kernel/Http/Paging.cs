using System.Buffers.Text;
using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Results;

namespace Platform.Kernel.Http;

/// <summary>One page of a list.</summary>
/// <param name="Items">The rows, at most <c>limit</c>.</param>
/// <param name="NextCursor">Give it as <c>cursor</c> for the next page; null on the last one.</param>
/// <param name="Total">How many there are in all, on the first page; null on later ones.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor, int? Total);

/// <summary>What a list call asks for in its query string: <c>limit</c> (1 to 200, default 50), <c>cursor</c> and <c>sort</c>.</summary>
/// <param name="Limit">Rows at most.</param>
/// <param name="Cursor">Where the page before ended; null for the first page.</param>
/// <param name="Sort">A column by its JSON name, with <c>-</c> in front for descending; null for the list's own order.</param>
public sealed record PageRequest(int Limit, string? Cursor, string? Sort)
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    /// <summary>Reads the query string's values; null stands for what was not given.</summary>
    public static Result<PageRequest> Read(string? limit, string? cursor, string? sort)
    {
        if (limit is null)
        {
            return new PageRequest(DefaultLimit, cursor, sort);
        }

        return int.TryParse(limit, out var count) && count is >= 1 and <= MaxLimit
            ? new PageRequest(count, cursor, sort)
            : Error.Invalid("limit", $"limit must be a whole number from 1 to {MaxLimit}.");
    }
}

/// <summary>The columns by which a list may be sorted. The row's id decides between equals.</summary>
/// <remarks>
/// Paging is by key, not by offset: the cursor holds the last row's values, and every comparison is left to the database,
/// since the databases order identifiers and text in ways of their own.
/// </remarks>
public sealed class Sorting<T>
    where T : Entity
{
    private readonly Dictionary<string, IColumn> _columns = [];
    private readonly string _default;

    private Sorting(string byDefault) => _default = byDefault;

    /// <param name="byDefault">The order where none is asked for, as in <c>-createdAt</c>.</param>
    public static Sorting<T> ByDefault(string byDefault) => new(byDefault);

    /// <summary>Adds a column. Its value must not be null: coalesce what can be.</summary>
    public Sorting<T> With<TKey>(string name, Expression<Func<T, TKey>> key)
    {
        _columns.Add(name, new Column<TKey>(key));
        return this;
    }

    /// <summary>
    /// Adds a column that may hold nothing: such rows come first, and last where the order is descending, on every database.
    /// </summary>
    public Sorting<T> WithNullable<TKey>(string name, Expression<Func<T, TKey?>> key)
        where TKey : struct
    {
        _columns.Add(name, new NullableColumn<TKey>(key));
        return this;
    }

    /// <summary>Reads one page and turns its rows into answers.</summary>
    public async Task<Result<Page<TAnswer>>> PageAsync<TAnswer>(
        IQueryable<T> rows, PageRequest request, Func<IReadOnlyList<T>, Task<IReadOnlyList<TAnswer>>> answers, CancellationToken cancellationToken)
    {
        var sort = request.Sort is { Length: > 0 } asked ? asked : _default;
        var descending = sort.StartsWith('-');
        if (!_columns.TryGetValue(descending ? sort[1..] : sort, out var column))
        {
            return Error.Invalid("sort", $"sort must be one of {string.Join(", ", _columns.Keys)}, with '-' in front for descending.");
        }

        int? total = request.Cursor is null ? await rows.CountAsync(cancellationToken) : null;
        if (await column.ReadAsync(rows, request.Cursor, descending, request.Limit + 1, cancellationToken) is not { } page)
        {
            return Error.Invalid("cursor", "The cursor is not one that this list gave out.");
        }

        var next = page.Count > request.Limit ? column.CursorOf(page[request.Limit - 1]) : null;
        return new Page<TAnswer>(await answers(page[..Math.Min(page.Count, request.Limit)]), next, total);
    }

    private interface IColumn
    {
        /// <summary>The rows after the cursor; null where it is none of ours.</summary>
        Task<List<T>?> ReadAsync(IQueryable<T> rows, string? cursor, bool descending, int count, CancellationToken cancellationToken);

        string CursorOf(T row);
    }

    private sealed class Column<TKey>(Expression<Func<T, TKey>> key) : IColumn
    {
        private readonly Func<T, TKey> _read = key.Compile();

        public async Task<List<T>?> ReadAsync(IQueryable<T> rows, string? cursor, bool descending, int count, CancellationToken cancellationToken)
        {
            if (cursor is not null)
            {
                if (Cursor.Read<Position>(cursor) is not { } at || !Cursor.IsStorable(at.Value))
                {
                    return null;
                }

                rows = rows.Where(Compared.Beyond(key, Expression.Constant(at), descending));
            }

            return await rows.Ordered(key, descending).Take(count).ToListAsync(cancellationToken);
        }

        public string CursorOf(T row) => Cursor.Write(new Position(_read(row), row.Id));

        private sealed record Position(TKey Value, Guid Id);
    }

    /// <summary>
    /// Two lists one after the other, those without a value and those with: each is read in the order of the index, which no
    /// condition over both would be.
    /// </summary>
    private sealed class NullableColumn<TKey>(Expression<Func<T, TKey?>> key) : IColumn
        where TKey : struct
    {
        private static readonly Expression Nothing = Expression.Constant(null, typeof(TKey?));
        private readonly Func<T, TKey?> _read = key.Compile();

        public async Task<List<T>?> ReadAsync(IQueryable<T> rows, string? cursor, bool descending, int count, CancellationToken cancellationToken)
        {
            var without = rows.Where(Condition(Expression.Equal(key.Body, Nothing))).Ordered(row => row.Id, descending);
            var with = rows.Where(Condition(Expression.NotEqual(key.Body, Nothing)));
            if (cursor is null)
            {
                var all = with.Ordered(key, descending);
                return descending ? await BothAsync(all, without, count, cancellationToken) : await BothAsync(without, all, count, cancellationToken);
            }

            if (Cursor.Read<Position>(cursor) is not { } at || (at.Value is { } value && !Cursor.IsStorable(value)))
            {
                return null;
            }

            var position = Expression.Constant(at);
            if (at.Value is null)
            {
                var rest = without.Where(Condition(Compared.Further(Compared.IdOf(key), Expression.Property(position, nameof(Position.Id)), descending)));
                return descending
                    ? await rest.Take(count).ToListAsync(cancellationToken)
                    : await BothAsync(rest, with.Ordered(key, descending), count, cancellationToken);
            }

            var beyond = with.Where(Compared.Beyond(key, position, descending)).Ordered(key, descending);
            return descending
                ? await BothAsync(beyond, without, count, cancellationToken)
                : await beyond.Take(count).ToListAsync(cancellationToken);
        }

        public string CursorOf(T row) => Cursor.Write(new Position(_read(row), row.Id));

        private static async Task<List<T>> BothAsync(IQueryable<T> first, IQueryable<T> second, int count, CancellationToken cancellationToken)
        {
            var rows = await first.Take(count).ToListAsync(cancellationToken);
            if (rows.Count < count)
            {
                rows.AddRange(await second.Take(count - rows.Count).ToListAsync(cancellationToken));
            }

            return rows;
        }

        private Expression<Func<T, bool>> Condition(Expression body) => Expression.Lambda<Func<T, bool>>(body, key.Parameters[0]);

        private sealed record Position(TKey? Value, Guid Id);
    }
}

/// <summary>Positions in a list as its cursors carry them.</summary>
internal static class Cursor
{
    /// <summary>A cursor that lacks a part is none of ours.</summary>
    private static readonly JsonSerializerOptions Strict = new() { RespectRequiredConstructorParameters = true };

    public static string Write<TPosition>(TPosition position) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(position));

    public static TPosition? Read<TPosition>(string cursor)
        where TPosition : class
    {
        try
        {
            return JsonSerializer.Deserialize<TPosition>(Base64Url.DecodeFromChars(cursor), Strict);
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Not every database takes a NUL, or a time that is not UTC; no row has such a value.</summary>
    public static bool IsStorable(object? value) => value switch
    {
        null => false,
        string text => !text.Contains('\0'),
        DateTime time => time.Kind == DateTimeKind.Utc,
        _ => true,
    };
}

/// <summary>Comparisons that the database makes, each by its own order.</summary>
internal static class Compared
{
    public static IQueryable<T> Ordered<T, TKey>(this IQueryable<T> rows, Expression<Func<T, TKey>> key, bool descending)
        where T : Entity => descending
            ? rows.OrderByDescending(key).ThenByDescending(row => row.Id)
            : rows.OrderBy(key).ThenBy(row => row.Id);

    /// <summary><c>key &gt; value || key == value &amp;&amp; id &gt; last</c>, the values as parameters.</summary>
    public static Expression<Func<T, bool>> Beyond<T, TKey>(Expression<Func<T, TKey>> key, Expression position, bool descending)
        where T : Entity
    {
        var value = Expression.Property(position, "Value");
        var further = Further(key.Body, value, descending);
        var equal = Expression.AndAlso(Expression.Equal(key.Body, value), Further(IdOf(key), Expression.Property(position, nameof(Entity.Id)), descending));
        return Expression.Lambda<Func<T, bool>>(Expression.OrElse(further, equal), key.Parameters[0]);
    }

    public static Expression IdOf<T, TKey>(Expression<Func<T, TKey>> key)
        where T : Entity => Expression.Property(key.Parameters[0], nameof(Entity.Id));

    public static Expression Further(Expression left, Expression right, bool descending)
    {
        if (left.Type == typeof(string))
        {
            left = Expression.Call(typeof(string), nameof(string.Compare), null, left, right);
            right = Expression.Constant(0);
        }

        return descending ? Expression.LessThan(left, right) : Expression.GreaterThan(left, right);
    }
}

public static class PageAnswers
{
    /// <summary>200 with the value, or the problem.</summary>
    public static Microsoft.AspNetCore.Http.IResult ToAnswer<T>(this Result<T> result) =>
        result.Error is { } error ? error.ToProblem() : TypedResults.Ok(result.Value);

    /// <summary>204, or the problem.</summary>
    public static Microsoft.AspNetCore.Http.IResult ToAnswer(this Result result) =>
        result.Error is { } error ? error.ToProblem() : TypedResults.NoContent();
}
