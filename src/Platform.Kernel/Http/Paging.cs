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
        if (request.Cursor is { } cursor)
        {
            if (column.After(rows, cursor, descending) is not { } rest)
            {
                return Error.Invalid("cursor", "The cursor is not one that this list gave out.");
            }

            rows = rest;
        }

        var page = await column.Order(rows, descending).Take(request.Limit + 1).ToListAsync(cancellationToken);
        var next = page.Count > request.Limit ? column.CursorOf(page[request.Limit - 1]) : null;
        return new Page<TAnswer>(await answers(page[..Math.Min(page.Count, request.Limit)]), next, total);
    }

    private interface IColumn
    {
        IQueryable<T> Order(IQueryable<T> rows, bool descending);

        IQueryable<T>? After(IQueryable<T> rows, string cursor, bool descending);

        string CursorOf(T row);
    }

    private sealed class Column<TKey>(Expression<Func<T, TKey>> key) : IColumn
    {
        /// <summary>A cursor that lacks a part is none of ours.</summary>
        private static readonly JsonSerializerOptions Strict = new() { RespectRequiredConstructorParameters = true };

        private readonly Func<T, TKey> _read = key.Compile();

        public IQueryable<T> Order(IQueryable<T> rows, bool descending) => descending
            ? rows.OrderByDescending(key).ThenByDescending(row => row.Id)
            : rows.OrderBy(key).ThenBy(row => row.Id);

        public string CursorOf(T row) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Position(_read(row), row.Id)));

        public IQueryable<T>? After(IQueryable<T> rows, string cursor, bool descending)
        {
            try
            {
                return JsonSerializer.Deserialize<Position>(Base64Url.DecodeFromChars(cursor), Strict) is { } at && IsStorable(at.Value)
                    ? rows.Where(Beyond(at, descending))
                    : null;
            }
            catch (Exception malformed) when (malformed is JsonException or FormatException or NotSupportedException)
            {
                return null;
            }
        }

        /// <summary>Not every database takes a NUL, or a time that is not UTC; no row has such a value.</summary>
        private static bool IsStorable(TKey value) => value switch
        {
            null => false,
            string text => !text.Contains('\0'),
            DateTime time => time.Kind == DateTimeKind.Utc,
            _ => true,
        };

        /// <summary><c>key &gt; value || key == value &amp;&amp; id &gt; last</c>, the values as parameters.</summary>
        private Expression<Func<T, bool>> Beyond(Position at, bool descending)
        {
            var row = key.Parameters[0];
            var id = Expression.Property(row, nameof(Entity.Id));
            var position = Expression.Constant(at);
            var value = Expression.Property(position, nameof(Position.Value));
            var last = Expression.Property(position, nameof(Position.Id));
            var further = Compare(key.Body, value, descending);
            var equal = Expression.AndAlso(Expression.Equal(key.Body, value), Compare(id, last, descending));
            return Expression.Lambda<Func<T, bool>>(Expression.OrElse(further, equal), row);
        }

        private static BinaryExpression Compare(Expression left, Expression right, bool descending)
        {
            if (left.Type == typeof(string))
            {
                left = Expression.Call(typeof(string), nameof(string.Compare), null, left, right);
                right = Expression.Constant(0);
            }

            return descending ? Expression.LessThan(left, right) : Expression.GreaterThan(left, right);
        }

        private sealed record Position(TKey Value, Guid Id);
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
