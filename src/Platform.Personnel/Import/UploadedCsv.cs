using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Platform.Kernel.Results;

namespace Platform.Personnel.Import;

/// <summary>
/// A file as it was sent, looked over once: it is UTF-8 text of lines of a bearable length. It can be read any number of times,
/// and is in memory up to 1 MiB, beyond that in a temporary file.
/// </summary>
internal sealed class UploadedCsv : IAsyncDisposable
{
    /// <summary>The largest file that is taken, in bytes: 16 MiB.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const int InMemory = 1024 * 1024;
    private const int MaxLineBytes = 64 * 1024;
    private readonly FileBufferingReadStream _stream;

    private UploadedCsv(FileBufferingReadStream stream) => _stream = stream;

    /// <summary>SHA-256 of its bytes, in hexadecimal.</summary>
    public string Digest { get; private set; } = "";

    public long Bytes => _stream.Length;

    public string Header { get; private set; } = "";

    public static async Task<Result<UploadedCsv>> ReceiveAsync(Stream body, CancellationToken cancellationToken)
    {
        var file = new UploadedCsv(new FileBufferingReadStream(body, InMemory));
        try
        {
            if (await file.LookOverAsync(cancellationToken) is { } error)
            {
                await file.DisposeAsync();
                return error;
            }

            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The text from its beginning, without a byte order mark.</summary>
    public StreamReader Read()
    {
        _stream.Position = 0;
        return new StreamReader(_stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task<Error?> LookOverAsync(CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var bytes = new byte[16 * 1024];
        var text = new char[bytes.Length + 1];
        var (line, length) = (1, 0);
        while (true)
        {
            var count = await _stream.ReadAsync(bytes, cancellationToken);
            var read = bytes.AsMemory(0, count);
            digest.AppendData(read.Span);
            if (read.Span.Contains((byte)0))
            {
                return new Error(ErrorCodes.UnsupportedMediaType, "This is no text file. Save the table as CSV (UTF-8) and send that.");
            }

            try
            {
                decoder.GetChars(read.Span, text, flush: count == 0);
            }
            catch (DecoderFallbackException)
            {
                return new Error(ErrorCodes.UnsupportedMediaType, $"The file is not UTF-8 text: see line {line} or soon after. Save the table as CSV (UTF-8) and send that.");
            }

            foreach (var c in read.Span)
            {
                (line, length) = c == '\n' ? (line + 1, 0) : (line, length + 1);
                if (length > MaxLineBytes)
                {
                    return Error.Invalid("file", $"Line {line} is longer than {MaxLineBytes / 1024} KiB: this is not a table of people.");
                }
            }

            if (count == 0)
            {
                break;
            }
        }

        Digest = Convert.ToHexStringLower(digest.GetHashAndReset());
        using var reader = Read();
        Header = await reader.ReadLineAsync(cancellationToken) ?? "";
        return null;
    }
}
