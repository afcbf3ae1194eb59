using Platform.Client.Asking;
using Platform.Tokens.Domain;

namespace Platform.UnitTests.Client;

public class TokenShapeTests
{
    [Fact]
    public void EveryTokenOfAnInstanceCanBeOneWhateverItsPrefix()
    {
        foreach (var prefix in (string[])["pt", "acme", "sixteenletters00"])
        {
            foreach (var kind in Enum.GetValues<TokenKind>())
            {
                var secret = new TokenFormat(prefix).Create(kind);
                TokenShape.CanBe(secret).ShouldBeTrue(secret);
                TokenShape.CanBe(secret.AsSpan(0, secret.Length - 1)).ShouldBeFalse();
                TokenShape.CanBe(secret + "0").ShouldBeFalse();
                var at = prefix.Length + 10;
                TokenShape.CanBe($"{secret.AsSpan(0, at)}{(secret[at] == 'A' ? 'B' : 'A')}{secret.AsSpan(at + 1)}").ShouldBeFalse("its checksum is wrong");
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("ptx_QRSTUVWXYZabcdefghijklmnopqrstuvwxyz0SXxQG")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.é.x")]
    public void WhatCanBeNoneIsNotAskedFor(string secret) => TokenShape.CanBe(secret).ShouldBeFalse();

    [Fact]
    public void WhatIsSignedIsTheInstanceSToJudge() => TokenShape.CanBe("eyJhbGciOiJFUzI1NiJ9.e30.c2ln").ShouldBeTrue();
}
