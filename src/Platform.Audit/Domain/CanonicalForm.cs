using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Audit.Domain;

/// <summary>
/// The form of an entry that is hashed, put together without a string for each field: it is made inside of every transaction,
/// and a million times to verify a log.
/// </summary>
internal ref struct CanonicalForm
{
    private const int Least = 1024;
    private const int LongestMark = 12;
    private const int LongestValue = 40;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Least);
    private int _length;

    public CanonicalForm()
    {
    }

    /// <summary>An absent field differs from an empty one.</summary>
    public void Add(string? field)
    {
        if (field is null)
        {
            Reserve(LongestMark);
            (_bytes[_length], _bytes[_length + 1]) = ((byte)'-', (byte)':');
            _length += 2;
        }
        else
        {
            Add(field.AsSpan());
        }
    }

    /// <param name="value">An id, a number or a time.</param>
    /// <param name="format">How it is written.</param>
    public void Add<T>(T value, string? format = null)
        where T : struct, ISpanFormattable
    {
        Span<char> text = stackalloc char[LongestValue];
        value.TryFormat(text, out var written, format, CultureInfo.InvariantCulture);
        Add(text[..written]);
    }

    public byte[] HashWith(ReadOnlySpan<byte> previous)
    {
        Reserve(previous.Length);
        previous.CopyTo(_bytes.AsSpan(_length));
        return SHA256.HashData(_bytes.AsSpan(0, _length + previous.Length));
    }

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    private void Add(scoped ReadOnlySpan<char> field)
    {
        var size = Encoding.UTF8.GetByteCount(field);
        Reserve(size + LongestMark);
        size.TryFormat(_bytes.AsSpan(_length), out var written, provider: CultureInfo.InvariantCulture);
        _length += written;
        _bytes[_length++] = (byte)':';
        _length += Encoding.UTF8.GetBytes(field, _bytes.AsSpan(_length));
    }

    private void Reserve(int more)
    {
        if (_length + more <= _bytes.Length)
        {
            return;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(_length + more, 2 * _bytes.Length));
        _bytes.AsSpan(0, _length).CopyTo(bytes);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = bytes;
    }
}
