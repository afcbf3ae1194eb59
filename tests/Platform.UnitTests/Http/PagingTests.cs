using System.Buffers.Text;
using System.Text;
using FsCheck.Fluent;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Results;

namespace Platform.UnitTests.Http;

public class PagingTests
{
    private const string Id = "0198f3a2-4b5c-7d6e-8f90-a1b2c3d4e5f6";

    private static readonly Sorting<Row> Sorting = Sorting<Row>.ByDefault("name")
        .With("name", row => row.Name)
        .With("createdAt", row => row.CreatedAt)
        .With("count", row => row.Count)
        .WithNullable("seenAt", row => row.SeenAt);

    [Theory]
    [InlineData(null, 50)]
    [InlineData("1", 1)]
    [InlineData("200", 200)]
    public void A_limit_within_its_range_is_taken(string? limit, int rows) => PageRequest.Read(limit, null, null).Value.Limit.ShouldBe(rows);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("201")]
    [InlineData("")]
    [InlineData("ten")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    public void Any_other_limit_is_refused(string limit) => PageRequest.Read(limit, null, null).Error!.Fields!.Keys.ShouldBe(["limit"]);

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("é")]
    [InlineData("bnVsbA")]
    [InlineData("AAAA====")]
    public async Task A_text_that_is_no_cursor_is_refused(string cursor) => await RefusesAsync(cursor);

    [Theory]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData($$"""{"Value":null,"Id":"{{Id}}"}""")]
    [InlineData($$"""{"Value":7,"Id":"{{Id}}"}""")]
    [InlineData($$"""{"Value":{},"Id":"{{Id}}"}""")]
    [InlineData("""{"Value":"a","Id":"7"}""")]
    [InlineData("""{"Value":"a","Id":null}""")]
    [InlineData($$"""{"Value":"a\u0000b","Id":"{{Id}}"}""")]
    [InlineData($$"""{"Value":"\ud800","Id":"{{Id}}"}""")]
    public async Task A_cursor_that_this_list_could_not_have_given_is_refused(string json) => await RefusesAsync(Encode(json));

    [Theory]
    [InlineData("count", $$"""{"Value":"a","Id":"{{Id}}"}""")]
    [InlineData("count", $$"""{"Value":1.5,"Id":"{{Id}}"}""")]
    [InlineData("count", $$"""{"Value":99999999999,"Id":"{{Id}}"}""")]
    [InlineData("-createdAt", $$"""{"Value":"yesterday","Id":"{{Id}}"}""")]
    [InlineData("-createdAt", $$"""{"Value":1,"Id":"{{Id}}"}""")]
    [InlineData("-createdAt", "{}")]
    [InlineData("seenAt", "{}")]
    [InlineData("seenAt", $$"""{"Value":"a","Id":"{{Id}}"}""")]
    [InlineData("-seenAt", $$"""{"Value":"2030-01-01T12:00:00","Id":"{{Id}}"}""")]
    [InlineData("-createdAt", $$"""{"Value":"2030-01-01T12:00:00","Id":"{{Id}}"}""")]
    [InlineData("-createdAt", $$"""{"Value":"2030-01-01T12:00:00+02:00","Id":"{{Id}}"}""")]
    public async Task The_cursor_of_a_differently_sorted_list_is_refused(string sort, string json) => await RefusesAsync(Encode(json), sort);

    [Fact]
    public void No_cursor_throws() =>
        Law.Holds(
            Law.AnyText.Generator.Or(Law.AnyText.Generator.Select(text => Encode(text ?? ""))).Where(text => text is not null),
            text => AskAsync(text, "name").GetAwaiter().GetResult().Error?.Code == ErrorCodes.ValidationFailed,
            times: 1000);

    [Theory]
    [InlineData("secret")]
    [InlineData("--name")]
    [InlineData("Name")]
    [InlineData("name,count")]
    public async Task An_unknown_column_is_refused(string sort) => (await AskAsync(null, sort)).Error!.Fields!.Keys.ShouldBe(["sort"]);

    private static async Task RefusesAsync(string cursor, string sort = "name") =>
        (await AskAsync(cursor, sort)).Error.ShouldNotBeNull().Fields!.Keys.ShouldBe(["cursor"]);

    private static Task<Result<Page<string>>> AskAsync(string? cursor, string sort) =>
        Sorting.PageAsync(
            Enumerable.Empty<Row>().AsQueryable(),
            new PageRequest(10, cursor, sort),
            found => Task.FromResult<IReadOnlyList<string>>([.. found.Select(row => row.Name)]),
            CancellationToken.None);

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private sealed class Row : Entity
    {
        public string Name { get; init; } = "";

        public DateTime CreatedAt { get; init; }

        public int Count { get; init; }

        public DateTime? SeenAt { get; init; }
    }
}
