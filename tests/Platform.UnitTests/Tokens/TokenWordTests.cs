using FsCheck.Fluent;
using Platform.Kernel.Auditing;
using Platform.Tokens.Domain;

namespace Platform.UnitTests.Tokens;

public class TokenWordTests
{
    [Theory]
    [InlineData("night", true)]
    [InlineData("NIGHTLY E", true)]
    [InlineData("export", true)]
    [InlineData("payroll", true)]
    [InlineData("sap pay", true)]
    [InlineData("pts_zzzz", true)]
    [InlineData("zzzz", true)]
    [InlineData("j79g", true)]
    [InlineData("ightly", false)]
    [InlineData("port", false)]
    [InlineData("nightly%", false)]
    public void A_token_is_found_by_how_its_words_begin(string text, bool found) => IsFound("Nightly export", text).ShouldBe(found);

    [Fact]
    public void Every_beginning_of_a_name_finds_it() =>
        Law.Holds(Law.AnyText.Generator.Where(name => name is { Length: <= 100 } && !string.IsNullOrWhiteSpace(name)), name =>
            Enumerable.Range(1, name.Trim().Length).All(length => char.IsHighSurrogate(name.Trim()[length - 1]) || IsFound(name, name.Trim()[..length])));

    [Fact]
    public void A_signature_may_end_in_any_character()
    {
        foreach (var end in (string[])["abcd", "a_cd", "___a", "abc_"])
        {
            var wanted = new NewToken(TokenKind.Service, Guid.CreateVersion7(), "Signed", null, [], [], [], Form: SecretForm.Jwt);
            var token = Token.Issue(wanted, $"eyJ0.eyJ1.{end}", new TokenFormat("pt"), new Actor("system", Guid.Empty, ""), DateTime.UnixEpoch);
            var range = TokenWord.RangeOf(end)!.Value;
            TokenWord.Of(token, Guid.CreateVersion7()).ShouldContain(word => word.Word == range.From);
        }
    }

    [Fact]
    public void An_empty_text_finds_nothing_in_particular() => TokenWord.RangeOf("  ").ShouldBeNull();

    private static bool IsFound(string name, string text)
    {
        var wanted = new NewToken(TokenKind.Service, Guid.CreateVersion7(), name, null, ["SAP Payroll"], [], []);
        var token = Token.Issue(wanted, "pts_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz1ej79G", new TokenFormat("pt"), new Actor("system", Guid.Empty, ""), DateTime.UnixEpoch);
        var words = TokenWord.Of(token, Guid.CreateVersion7());
        words.ShouldAllBe(word => word.Word.Length <= TokenWord.Longest);
        return TokenWord.RangeOf(text) is { } range
            && words.Exists(word => string.CompareOrdinal(word.Word, range.From) >= 0 && string.CompareOrdinal(word.Word, range.Before) < 0);
    }
}
