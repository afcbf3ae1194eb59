using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Platform.IntegrationTests.Harness;

/// <summary>An authenticator app by the book (RFC 6238), written anew so that the host's own arithmetic is not what it is tested with.</summary>
public sealed class Authenticator(string sharedKey)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly byte[] _key = FromBase32(sharedKey);

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    /// <summary>Sets one up for whoever is signed in. The code of the present step is used up by it.</summary>
    public static async Task<Authenticator> EnrolAsync(PlatformHost host, ApiClient client, string password = TestOrganization.Password)
    {
        var setUp = await client.PostAsync("/account/authenticator", new { password }).Expect(200);
        var app = new Authenticator(setUp["sharedKey"]);
        var confirmed = await client.PostAsync("/account/authenticator/confirm", new { code = app.CodeAt(host.Now) }).Expect(200);
        app.RecoveryCodes = confirmed.Json.Texts("recoveryCodes");
        return app;
    }

    /// <summary>What the app shows at this moment.</summary>
    public string CodeAt(DateTime moment)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, (moment - DateTime.UnixEpoch).Ticks / TimeSpan.FromSeconds(30).Ticks);
        var mac = HMACSHA1.HashData(_key, counter);
        var at = mac[19] & 15;
        var number = ((mac[at] & 127) << 24) | (mac[at + 1] << 16) | (mac[at + 2] << 8) | mac[at + 3];
        return $"{number % 1_000_000:D6}";
    }

    /// <summary>Waits for a code that nobody has seen yet.</summary>
    public string NextCode(PlatformHost host)
    {
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        return CodeAt(host.Now);
    }

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(letter => Convert.ToString(Alphabet.IndexOf(letter), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2))];
    }
}
