using FsCheck;
using FsCheck.Fluent;
using Platform.Kernel.Authorization;

namespace Platform.UnitTests.Authorization;

public class ScopeTests
{
    private static readonly Gen<string> Word = Letters("abcxyz0189-", 1, 64).Or(Gen.Constant("*"));

    private static readonly Gen<Scope> AnyScope =
        from resource in Word.Where(word => word != "users")
        from item in Letters("abzABZ019-_.~", 1, 128).Or(Gen.Constant("*"))
        from action in Word
        select new Scope(resource, item, action);

    /// <summary>Texts that look much like scopes.</summary>
    private static readonly Gen<string> NearlyScope =
        Gen.ArrayOf(Gen.Elements("urn", "platform", "urn:platform:", "admin", "users", "people", "read", ":", "*", "-", "4711", "A", " ", "\0", "é", "٣", "\ud800"))
            .Select(parts => string.Concat(parts));

    [Fact]
    public void Reading_what_was_written_gives_the_same_scope() =>
        Law.Holds(AnyScope, scope => Scope.Parse(scope.ToString()) == scope && Scope.Parse(scope.ToUrn()) == scope);

    [Fact]
    public void Different_scopes_are_written_differently() =>
        Law.Holds(
            from a in Universe.OneScope from b in Universe.OneScope select (a, b),
            pair => (pair.a == pair.b) == (pair.a.ToString() == pair.b.ToString()) && (pair.a == pair.b) == (pair.a.CompareTo(pair.b) == 0));

    [Fact]
    public void No_text_throws_and_what_can_be_read_can_be_written() =>
        Law.Holds(
            Law.AnyText.Generator.Or(NearlyScope),
            text => !Scope.TryParse(text, out var scope) || (Scope.Parse(scope.ToString()) == scope && Scope.Parse(scope.ToUrn()) == scope),
            times: 5000);

    [Fact]
    public void One_scope_implies_another_where_it_allows_all_of_it() =>
        Law.Holds(
            from a in Universe.OneScope from b in Universe.OneScope select (a, b),
            pair => pair.a.Implies(pair.b) == Universe.MeaningOf(pair.a).IsSupersetOf(Universe.MeaningOf(pair.b)),
            times: 2000);

    [Fact]
    public void The_intersection_of_two_scopes_is_what_both_allow() =>
        Law.Holds(
            from a in Universe.OneScope from b in Universe.OneScope select (a, b),
            pair =>
            {
                var both = pair.a.Intersect(pair.b);
                var expected = Universe.MeaningOf(pair.a);
                expected.IntersectWith(Universe.MeaningOf(pair.b));
                return expected.SetEquals(both is { } scope ? Universe.MeaningOf(scope) : []);
            },
            times: 2000);

    [Fact]
    public void Intersection_of_scopes_is_idempotent_commutative_and_associative() =>
        Law.Holds(
            from a in Universe.OneScope from b in Universe.OneScope from c in Universe.OneScope select (a, b, c),
            three => three.a.Intersect(three.a) == three.a
                && three.a.Intersect(three.b) == three.b.Intersect(three.a)
                && three.a.Intersect(three.b)?.Intersect(three.c) == three.b.Intersect(three.c)?.Intersect(three.a),
            times: 2000);

    [Fact]
    public void One_scope_implies_another_where_their_intersection_is_the_other() =>
        Law.Holds(
            from a in Universe.OneScope from b in Universe.OneScope select (a, b),
            pair => pair.a.Implies(pair.b) == (pair.a.Intersect(pair.b) == pair.b)
                && (pair.a.Intersect(pair.b) is not { } both || (pair.a.Implies(both) && pair.b.Implies(both))),
            times: 2000);

    [Fact]
    public void What_was_kept_under_another_namespace_means_the_same() =>
        Law.Holds(
            AnyScope,
            scope => Scope.TryParseKept($"urn:elsewhere:{scope.Resource}:{scope.Item}:{scope.Action}", out var kept) && kept == scope
                && !Scope.TryParse($"urn:elsewhere:{scope.Resource}:{scope.Item}:{scope.Action}", out _));

    [Theory]
    [InlineData("a")]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("Acme")]
    [InlineData("-acme")]
    [InlineData("acme-")]
    [InlineData("ac me")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    public void What_is_no_namespace_is_refused(string name)
    {
        Scope.TryUseNamespace(name).ShouldBeFalse();
        Scope.Namespace.ShouldBe("platform");
    }

    [Theory]
    [InlineData("tickets:read", "tickets:read", "urn:platform:tickets:*:read")]
    [InlineData("tickets:*", "tickets:*", "urn:platform:tickets:*:*")]
    [InlineData("*:read", "*:read", "urn:platform:*:*:read")]
    [InlineData("urn:platform:tickets:*:read", "tickets:read", "urn:platform:tickets:*:read")]
    [InlineData("urn:platform:tickets:4711:read", "urn:platform:tickets:4711:read", "urn:platform:tickets:4711:read")]
    [InlineData("admin", "admin", "urn:platform:*:*:*")]
    [InlineData("*:*", "admin", "urn:platform:*:*:*")]
    [InlineData("urn:platform:*:*:*", "admin", "urn:platform:*:*:*")]
    [InlineData("users:read", "people:read", "urn:platform:people:*:read")]
    [InlineData("users:*", "people:*", "urn:platform:people:*:*")]
    [InlineData("urn:platform:users:7:write", "urn:platform:people:7:write", "urn:platform:people:7:write")]
    public void Both_forms_and_the_aliases_are_one_language(string text, string shortest, string urn)
    {
        Scope.TryParse(text, out var scope).ShouldBeTrue();
        scope.ToString().ShouldBe(shortest);
        scope.ToUrn().ShouldBe(urn);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*")]
    [InlineData(":")]
    [InlineData("tickets")]
    [InlineData("tickets:")]
    [InlineData(":read")]
    [InlineData("tickets:read:more")]
    [InlineData("tickets: read")]
    [InlineData(" tickets:read")]
    [InlineData("Tickets:read")]
    [InlineData("tickets:Read")]
    [InlineData("ADMIN")]
    [InlineData("tickets:*read")]
    [InlineData("tickéts:read")]
    [InlineData("tickets:٣")]
    [InlineData("tickets:read\n")]
    [InlineData("tickets:read\0")]
    [InlineData("urn:platform:tickets:read")]
    [InlineData("urn:platform:tickets::read")]
    [InlineData("urn:platform:tickets:4711:read:more")]
    [InlineData("URN:platform:tickets:4711:read")]
    [InlineData("urn:other:tickets:4711:read")]
    [InlineData("urn:platform:tickets:47*:read")]
    [InlineData("urn:platform:tickets:4 1:read")]
    public void What_is_no_scope_is_refused(string? text) => Scope.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Words_and_items_have_a_length()
    {
        var (word, item) = (new string('a', 64), new string('A', 128));
        Scope.TryParse($"urn:platform:{word}:{item}:{word}", out _).ShouldBeTrue();
        Scope.TryParse($"{word}a:read", out _).ShouldBeFalse();
        Scope.TryParse($"tickets:{word}a", out _).ShouldBeFalse();
        Scope.TryParse($"urn:platform:tickets:{item}A:read", out _).ShouldBeFalse();
        Scope.TryParse($"{new string('a', 1_000_000)}:read", out _).ShouldBeFalse();
    }

    [Fact]
    public void Write_does_not_imply_read() => Scope.Parse("tickets:write").Implies(Scope.Parse("tickets:read")).ShouldBeFalse();

    [Fact]
    public void Parsing_what_the_program_should_not_have_written_is_a_bug() =>
        Should.Throw<FormatException>(() => Scope.Parse("no scope"));

    private static Gen<string> Letters(string alphabet, int min, int max) =>
        from length in Gen.Choose(min, max)
        from letters in Gen.Elements(alphabet.ToCharArray()).ArrayOf(length)
        select new string(letters);
}
