using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Kernel.Coherence;

/// <summary>The SHA-256 of a secret, as four words: the key under which grants are cached and tokens are found.</summary>
public readonly record struct SecretHash(ulong A, ulong B, ulong C, ulong D)
{
    private const int StackLimit = 256;

    /// <summary>Kept by each thread: to make one and free it again takes a third of the time of a hash.</summary>
    [ThreadStatic]
    private static IncrementalHash? _hashing;

    public static SecretHash Of(ReadOnlySpan<char> secret)
    {
        var max = Encoding.UTF8.GetMaxByteCount(secret.Length);
        Span<byte> bytes = max <= StackLimit ? stackalloc byte[StackLimit] : new byte[max];
        var length = Encoding.UTF8.GetBytes(secret, bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var hashing = _hashing ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hashing.AppendData(bytes[..length]);
        hashing.GetHashAndReset(hash);
        return new SecretHash(
            BinaryPrimitives.ReadUInt64BigEndian(hash),
            BinaryPrimitives.ReadUInt64BigEndian(hash[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(hash[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(hash[24..]));
    }

    /// <summary>The 32 bytes, as the database keeps them.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, A);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), B);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(16), C);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), D);
        return bytes;
    }

    /// <summary>
    /// Half of it: enough to know a secret by, since finding another one with the same 128 bits is beyond anybody, and half as
    /// much to keep for each of a million tokens.
    /// </summary>
    internal Half Short => new(A, B);

    /// <summary>The words are already random: one of them is hash enough.</summary>
    public override int GetHashCode() => (int)A;

    internal readonly record struct Half(ulong A, ulong B);
}
