using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Platform.IntegrationTests.Harness;

/// <summary>
/// A browser with one passkey (WebAuthn Level 3): ES256, no attestation, the CBOR written by hand. What it says wrongly can be
/// told it, so that each check of the host can be seen to be made.
/// </summary>
public sealed class SoftwareAuthenticator(string origin) : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private string? _userHandle;

    public byte[] CredentialId { get; } = RandomNumberGenerator.GetBytes(32);

    public string Origin { get; set; } = origin;

    public bool VerifiesUser { get; set; } = true;

    public uint SignCount { get; set; } = 1;

    /// <summary>Adds a passkey to the account of whoever is signed in.</summary>
    public async Task<Answer> EnrolAsync(ApiClient client, string name = "My phone", string password = TestOrganization.Password)
    {
        var challenge = await client.PostAsync("/account/passkeys/options", new { password }).Expect(200);
        return await client.PostAsync("/account/passkeys", new { ticket = challenge["ticket"], name, credential = Create(challenge.Json["options"]!) });
    }

    public async Task<Answer> SignInAsync(PlatformHost host, string? organizationId = null)
    {
        var challenge = await host.Anonymous.PostAsync("/auth/passkey/options", new { }).Expect(200);
        return await host.Anonymous.PostAsync("/auth/passkey", new { ticket = challenge["ticket"], credential = Get(challenge.Json["options"]!), organizationId });
    }

    /// <summary><c>navigator.credentials.create</c>.</summary>
    public JsonNode Create(JsonNode options)
    {
        _userHandle = options.Text("user.id");
        var point = _key.ExportParameters(false).Q;
        byte[] cose = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] data = [.. AuthenticatorData(options.Text("rp.id"), 0x40), .. new byte[16], 0, (byte)CredentialId.Length, .. CredentialId, .. cose];
        byte[] attestation =
        [
            0xa3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xa0, 0x68, .. "authData"u8, 0x59, (byte)(data.Length >> 8), (byte)data.Length, .. data,
        ];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Encode(ClientData("webauthn.create", options)),
            ["attestationObject"] = Encode(attestation),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary><c>navigator.credentials.get</c>.</summary>
    public JsonNode Get(JsonNode options)
    {
        var data = AuthenticatorData(options.Text("rpId"), 0);
        var clientData = ClientData("webauthn.get", options);
        byte[] signed = [.. data, .. SHA256.HashData(clientData)];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Encode(clientData),
            ["authenticatorData"] = Encode(data),
            ["signature"] = Encode(_key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = _userHandle,
        });
    }

    public void Dispose() => _key.Dispose();

    private byte[] AuthenticatorData(string rpId, int flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, SignCount++);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(rpId)), (byte)(flags | 0x01 | (VerifiesUser ? 0x04 : 0)), .. count];
    }

    private byte[] ClientData(string type, JsonNode options) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = type,
        ["challenge"] = options.Text("challenge"),
        ["origin"] = Origin,
        ["crossOrigin"] = false,
    }.ToJsonString());

    private JsonObject Credential(JsonObject response) => new()
    {
        ["id"] = Encode(CredentialId),
        ["rawId"] = Encode(CredentialId),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    };

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
