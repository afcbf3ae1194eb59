using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Platform.Notifications.Webhooks;

namespace Platform.UnitTests.Notifications;

public class SecretBoxTests
{
    private static readonly byte[] Secret = Signature.NewSecret();

    [Fact]
    public void WhatWasKeptBeforeThereWasAKeyIsStillRead()
    {
        Box(NewKey()).Open(Box(null).Close(Secret)).ShouldBe(Secret);
        Box(null).Open(Box(null).Close(Secret)).ShouldBe(Secret);
    }

    [Fact]
    public void WithAKeyNobodyReadsItWithout()
    {
        var key = NewKey();
        var kept = Box(key).Close(Secret);
        kept.ShouldNotBe(Box(key).Close(Secret));
        kept.AsSpan().IndexOf(Secret.AsSpan(0, 8)).ShouldBe(-1);
        Box(key).Open(kept).ShouldBe(Secret);
        Should.Throw<CryptographicException>(() => Box(NewKey()).Open(kept));
        Should.Throw<CryptographicException>(() => Box(null).Open(kept));
        kept[^1] ^= 1;
        Should.Throw<CryptographicException>(() => Box(key).Open(kept));
    }

    [Theory]
    [InlineData("too short")]
    [InlineData("AAAA")]
    public void AKeyThatIsNoneIsSaidAtStart(string key) =>
        Should.Throw<OptionsValidationException>(() => Box(key)).Message.ShouldContain("Webhooks:EncryptionKey");

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static SecretBox Box(string? key) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Webhooks:EncryptionKey"] = key }).Build());
}
