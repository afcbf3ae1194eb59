using QRCoder;

namespace Platform.Personnel.SignIn;

/// <summary>What an authenticator app needs. Shown until a code of it was given, and never again.</summary>
/// <param name="SharedKey">The secret in Base32 (RFC 4648), to be typed where no code can be scanned.</param>
/// <param name="Uri">The same as an <c>otpauth://</c> address.</param>
/// <param name="QrCode">The address as a QR code: an SVG image's text.</param>
internal sealed record AuthenticatorSetup(string SharedKey, string Uri, string QrCode)
{
    private const int PixelsPerModule = 4;

    public static AuthenticatorSetup Of(byte[] key, string email)
    {
        var uri = Totp.UriOf(key, email);
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var image = new SvgQRCode(code);
        return new AuthenticatorSetup(Totp.ToBase32(key), uri, image.GetGraphic(PixelsPerModule));
    }
}
