using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;
using Platform.Tokens.Domain;

namespace Platform.UnitTests.Tokens;

public class TokenFormatTests
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly TokenFormat Format = new("pt");

    public static TheoryData<string, string> Kinds => new() { { nameof(TokenKind.User), "ptu_" }, { nameof(TokenKind.Service), "pts_" }, { nameof(TokenKind.Application), "pta_" } };

    /// <summary>Worked out with zlib and Python.</summary>
    public static TheoryData<string> KnownTokens =>
    [
        "ptu_0000000000000000000000000000000000000etOEM",
        "pts_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz1ej79G",
        "pta_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0TyBiU",
        "pts_QRSTUVWXYZabcdefghijklmnopqrstuvwxyz0SXxQG",
        "ptu_HUiJHVDVNcUFLBcmBlubiSY93WKXi8fmpvDK00IjWV",
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_it_creates_is_well_formed_and_says_whose_it_is(string kind, string start)
    {
        for (var round = 0; round < 200; round++)
        {
            var token = Format.Create(Enum.Parse<TokenKind>(kind));
            token.ShouldStartWith(start);
            token.Length.ShouldBe(46);
            Format.IsWellFormed(token).ShouldBeTrue();
            Regex.IsMatch(token, $"^{Format.Pattern}$").ShouldBeTrue();
            token[^6..].ShouldBe(ChecksumOf(token[4..^6]));
        }
    }

    [Fact]
    public void No_two_are_the_same() =>
        Enumerable.Range(0, 1000).Select(_ => Format.Create(TokenKind.User)).Distinct().Count().ShouldBe(1000);

    [Theory]
    [MemberData(nameof(KnownTokens))]
    public void Tokens_made_elsewhere_are_recognised(string token)
    {
        Format.IsWellFormed(token).ShouldBeTrue();
        ChecksumOf(token[4..^6]).ShouldBe(token[^6..]);
    }

    [Fact]
    public void The_checksum_of_these_tests_is_the_standard_one() => Crc32Of("123456789").ShouldBe(0xCBF43926);

    [Fact]
    public void A_token_with_any_character_changed_is_refused()
    {
        const string Strangers = "-_ .:/+=\0\u007f\u0080éÄſ０Ａ１\ud83d\u2028";
        foreach (var token in (string[])["ptu_0000000000000000000000000000000000000etOEM", Format.Create(TokenKind.Service), Format.Create(TokenKind.Application)])
        {
            // The letter of the kind is no part of what the checksum covers; every other character is.
            for (var at = 0; at < token.Length; at++)
            {
                foreach (var other in (Alphabet + Strangers).Where(c => c != token[at] && (at != 2 || !"usa".Contains(c))))
                {
                    var changed = token[..at] + other + token[(at + 1)..];
                    Format.IsWellFormed(changed).ShouldBeFalse(changed);
                }
            }
        }
    }

    [Fact]
    public void Two_neighbours_exchanged_are_refused()
    {
        var token = Format.Create(TokenKind.User);
        for (var at = 4; at < token.Length - 1; at++)
        {
            if (token[at] != token[at + 1])
            {
                Format.IsWellFormed($"{token[..at]}{token[at + 1]}{token[at]}{token[(at + 2)..]}").ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void Nothing_shorter_or_longer_is_one()
    {
        var token = Format.Create(TokenKind.User);
        for (var length = 0; length < token.Length; length++)
        {
            Format.IsWellFormed(token.AsSpan(0, length)).ShouldBeFalse();
            Format.IsWellFormed(token.AsSpan(token.Length - length)).ShouldBeFalse();
        }

        Format.IsWellFormed(token + "0").ShouldBeFalse();
        Format.IsWellFormed($"{token[..^6]}0{token[^6..]}").ShouldBeFalse();
        Format.IsWellFormed(" " + token).ShouldBeFalse();
        Format.IsWellFormed(token + "\n").ShouldBeFalse();
    }

    [Fact]
    public void No_text_throws() =>
        Law.Holds(
            from start in Gen.Elements("ptu_", "pts_", "pt", "ptx_", "")
            from rest in Gen.Elements((Alphabet + "é\ud800\u00ff_-").ToCharArray()).ArrayOf(42).Select(letters => new string(letters)).Or(Law.AnyText.Generator)
            select start + rest,
            text => !Format.IsWellFormed(text) || text[^6..] == ChecksumOf(text[4..^6]),
            times: 2000);

    [Fact]
    public void The_prefix_can_be_chosen()
    {
        var own = new TokenFormat("acme");
        var token = own.Create(TokenKind.Service);
        token.ShouldStartWith("acmes_");
        own.IsWellFormed(token).ShouldBeTrue();
        own.HasPrefix(token).ShouldBeTrue();
        Regex.IsMatch(token, $"^{own.Pattern}$").ShouldBeTrue();
        Format.HasPrefix(token).ShouldBeFalse();
        Format.IsWellFormed(token).ShouldBeFalse();
    }

    [Theory]
    [InlineData("pt")]
    [InlineData("acme")]
    [InlineData("x9")]
    [InlineData("sixteenletters00")]
    public void A_prefix_that_a_scanner_can_find_is_taken(string prefix)
    {
        var own = TokenFormat.Configured(prefix);
        foreach (var kind in Enum.GetValues<TokenKind>())
        {
            var token = own.Create(kind);
            token.ShouldStartWith(own.StartOf(kind));
            own.IsWellFormed(token).ShouldBeTrue();
            Regex.IsMatch(token, $"^{own.PatternOf(kind)}$").ShouldBeTrue();
            Regex.IsMatch(token, $"^{own.Pattern}$").ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("p")]
    [InlineData("PT")]
    [InlineData("p-t")]
    [InlineData("p_t")]
    [InlineData("pt ")]
    [InlineData("pt\n")]
    [InlineData("é1")]
    [InlineData("p.t")]
    [InlineData("seventeenletters0")]
    public void Any_other_prefix_is_refused(string prefix) =>
        Should.Throw<OptionsValidationException>(() => TokenFormat.Configured(prefix)).Message.ShouldContain("Tokens:Prefix");

    [Fact]
    public void Where_none_is_configured_it_is_pt() => TokenFormat.Configured(null).Prefix.ShouldBe("pt");

    [Fact]
    public void What_may_be_shown_is_four_characters_of_each_end() =>
        Format.Display("pts_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz1ej79G").ShouldBe("pts_zzzz…j79G");

    /// <summary>Base62 of the CRC32, worked out with big integers.</summary>
    private static string ChecksumOf(string random)
    {
        var (value, text) = (new BigInteger(Crc32Of(random)), "");
        while (text.Length < 6)
        {
            text = Alphabet[(int)(value % 62)] + text;
            value /= 62;
        }

        return text;
    }

    /// <summary>ISO 3309's polynomial, reflected, bit by bit: as it is written in the books.</summary>
    private static uint Crc32Of(string text)
    {
        var crc = uint.MaxValue;
        foreach (var octet in Encoding.ASCII.GetBytes(text))
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
