using System.Text.Json;
using Platform.Kernel.Http;

namespace Platform.UnitTests.Http;

public class OptionalTests
{
    [Fact]
    public void A_field_left_out_is_not_given()
    {
        var patch = Read("{}");
        patch.Title.IsGiven.ShouldBeFalse();
        patch.Title.Or("what is there").ShouldBe("what is there");
        patch.Days.Or(7).ShouldBe(7);
    }

    [Fact]
    public void A_null_is_given_and_clears()
    {
        var patch = Read("""{ "title": null, "days": null }""");
        patch.Title.IsGiven.ShouldBeTrue();
        patch.Title.Or("what is there").ShouldBeNull();
        patch.Days.Or(7).ShouldBeNull();
    }

    [Fact]
    public void A_value_is_given_and_taken()
    {
        var patch = Read("""{ "title": "Chief", "days": 0, "enabled": false, "names": ["a", "b"] }""");
        patch.Title.Or("what is there").ShouldBe("Chief");
        patch.Days.Or(7).ShouldBe(0);
        patch.Enabled.Or(true).ShouldBeFalse();
        patch.Names.Or([])!.ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("""{ "enabled": null }""")]
    [InlineData("""{ "enabled": "yes" }""")]
    [InlineData("""{ "title": 7 }""")]
    [InlineData("""{ "days": {} }""")]
    [InlineData("""{ "names": "a" }""")]
    public void A_wrong_type_is_malformed(string json) => Should.Throw<JsonException>(() => Read(json));

    [Fact]
    public void It_is_written_as_what_it_holds() =>
        JsonSerializer.Serialize(new Patch { Title = new("Chief"), Enabled = new(true) }, JsonSerializerOptions.Web)
            .ShouldBe("""{"title":"Chief","days":null,"enabled":true,"names":null}""");

    private static Patch Read(string json) => JsonSerializer.Deserialize<Patch>(json, JsonSerializerOptions.Web)!;

    private sealed record Patch
    {
        public Optional<string> Title { get; init; }

        public Optional<int?> Days { get; init; }

        public Optional<bool> Enabled { get; init; }

        public Optional<IReadOnlyList<string>> Names { get; init; }
    }
}
