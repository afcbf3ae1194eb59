using System.Buffers.Text;
using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Http;
using Platform.Kernel.Results;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>
/// The orders of a list that may be very long: each page is a range of an index, wherever it stands in the list. What equals
/// the last row is read before what comes after it, since one condition for both would be no range.
/// </summary>
internal static class TokenPages
{
    /// <summary>Rows counted for the first page's total where that is cheap; of more nothing is said but that there are more.</summary>
    public const int MostCounted = 10_000;

    private const string ByDefault = "-createdAt";
    private const string ByEnd = "expiresAt";

    private static readonly Dictionary<string, IOrder> Orders = new()
    {
        ["createdAt"] = new Order<DateTime>(token => token.CreatedAt),
        [ByEnd] = new Order<DateTime>(token => token.EndsAt),
        ["lastUsedAt"] = new Order<DateTime>(token => token.UsedAt),
        ["name"] = new Order<string>(token => token.SearchName),
    };

    /// <param name="rows">What is asked for.</param>
    /// <param name="ranged">
    /// The same, with what is known of the range of their ends. It has its place where they are gone through by their ends, as they
    /// are for counting: a part of that index is enough then.
    /// </param>
    /// <param name="request">Which page, and how it is sorted.</param>
    /// <param name="mostCounted">Rows counted for the first page's total.</param>
    /// <param name="answers">Turns rows into answers.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Result<Page<TAnswer>>> ReadAsync<TAnswer>(
        IQueryable<Token> rows,
        IQueryable<Token> ranged,
        PageRequest request,
        int mostCounted,
        Func<IReadOnlyList<Token>, Task<IReadOnlyList<TAnswer>>> answers,
        CancellationToken cancellationToken)
    {
        var asked = request.Sort is { Length: > 0 } sort ? sort : ByDefault;
        var descending = asked.StartsWith('-');
        var name = descending ? asked[1..] : asked;
        if (!Orders.TryGetValue(name, out var order))
        {
            return Error.Invalid("sort", $"sort must be one of {string.Join(", ", Orders.Keys)}, with '-' in front for descending.");
        }

        var page = await order.ReadAsync(rows, name == ByEnd ? ranged : rows, request.Cursor, descending, request.Limit + 1, cancellationToken);
        if (page is null)
        {
            return Error.Invalid("cursor", "The cursor is not one that this list gave out.");
        }

        var more = page.Count > request.Limit;
        int? total = request.Cursor is not null ? null : more ? await CountAsync(ranged, mostCounted, cancellationToken) : page.Count;
        return new Page<TAnswer>(
            await answers(more ? page[..request.Limit] : page), more ? order.CursorOf(page[request.Limit - 1]) : null, total);
    }

    /// <summary>How many there are; null where they are more than that.</summary>
    private static async Task<int?> CountAsync(IQueryable<Token> ranged, int atMost, CancellationToken cancellationToken)
    {
        var count = await ranged.OrderBy(token => token.EndsAt).ThenBy(token => token.Id).Take(atMost + 1).CountAsync(cancellationToken);
        return count > atMost ? null : count;
    }

    private interface IOrder
    {
        /// <summary>The rows after the cursor; null where it is none of ours.</summary>
        Task<List<Token>?> ReadAsync(
            IQueryable<Token> rows, IQueryable<Token> bounded, string? cursor, bool descending, int count, CancellationToken cancellationToken);

        string CursorOf(Token row);
    }

    private sealed class Order<TKey>(Expression<Func<Token, TKey>> key) : IOrder
    {
        /// <summary>A cursor that lacks a part is none of ours.</summary>
        private static readonly JsonSerializerOptions Strict = new() { RespectRequiredConstructorParameters = true };

        private readonly Func<Token, TKey> _read = key.Compile();

        public async Task<List<Token>?> ReadAsync(
            IQueryable<Token> rows, IQueryable<Token> bounded, string? cursor, bool descending, int count, CancellationToken cancellationToken)
        {
            if (cursor is null)
            {
                return await Ordered(bounded, descending).Take(count).ToListAsync(cancellationToken);
            }

            if (Read(cursor) is not { } at)
            {
                return null;
            }

            var page = await Ordered(rows.Where(Where(Tied(at, descending))), descending).Take(count).ToListAsync(cancellationToken);
            if (page.Count < count)
            {
                page.AddRange(await Ordered(bounded.Where(Where(Beyond(at, descending))), descending).Take(count - page.Count).ToListAsync(cancellationToken));
            }

            return page;
        }

        public string CursorOf(Token row) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Position(_read(row), row.Id)));

        private static Position? Read(string cursor)
        {
            try
            {
                return JsonSerializer.Deserialize<Position>(Base64Url.DecodeFromChars(cursor), Strict) is { } at && IsStorable(at.Value) ? at : null;
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

        private IQueryable<Token> Ordered(IQueryable<Token> rows, bool descending) => descending
            ? rows.OrderByDescending(key).ThenByDescending(row => row.Id)
            : rows.OrderBy(key).ThenBy(row => row.Id);

        private Expression<Func<Token, bool>> Where(Expression condition) => Expression.Lambda<Func<Token, bool>>(condition, key.Parameters);

        /// <summary>The same value, and a later id. Every comparison is the database's: they order text and ids in ways of their own.</summary>
        private BinaryExpression Tied(Position at, bool descending)
        {
            var id = Expression.Property(key.Parameters[0], nameof(Token.Id));
            return Expression.AndAlso(
                Expression.Equal(key.Body, ValueOf(at)), Compare(id, Expression.Property(Expression.Constant(at), nameof(Position.Id)), descending));
        }

        private BinaryExpression Beyond(Position at, bool descending) => Compare(key.Body, ValueOf(at), descending);

        private static MemberExpression ValueOf(Position at) => Expression.Property(Expression.Constant(at), nameof(Position.Value));

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
