namespace Platform.Kernel.Coherence;

/// <summary>
/// A short text in 16 bytes without an object of its own: at most 15 characters of ASCII, or the ellipsis that stands for the
/// hidden part of a secret.
/// </summary>
internal readonly struct PackedText
{
    private const int Longest = 15;
    private const char Ellipsis = '…';

    /// <summary>Stands for the ellipsis; no text that is shown has it.</summary>
    private const byte EllipsisByte = 1;

    private readonly UInt128 _bytes;

    private PackedText(UInt128 bytes) => _bytes = bytes;

    /// <summary>False where the text does not fit.</summary>
    public static bool TryPack(string? text, out PackedText packed)
    {
        packed = default;
        if (text is null)
        {
            return true;
        }

        if (text.Length > Longest)
        {
            return false;
        }

        // The length is the lowest byte, so that no text and an empty one are two things.
        UInt128 bytes = 0;
        for (var at = text.Length - 1; at >= 0; at--)
        {
            var c = text[at];
            if (c is not Ellipsis and (< ' ' or > '~'))
            {
                return false;
            }

            bytes = (bytes << 8) | (c == Ellipsis ? EllipsisByte : (byte)c);
        }

        packed = new PackedText((bytes << 8) | (byte)(text.Length + 1));
        return true;
    }

    public override string? ToString()
    {
        var length = (int)(byte)_bytes - 1;
        return length < 0 ? null : string.Create(length, _bytes >> 8, static (text, bytes) =>
        {
            for (var at = 0; at < text.Length; at++, bytes >>= 8)
            {
                text[at] = (byte)bytes == EllipsisByte ? Ellipsis : (char)(byte)bytes;
            }
        });
    }
}
