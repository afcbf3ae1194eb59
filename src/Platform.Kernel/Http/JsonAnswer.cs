using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Platform.Kernel.Http;

/// <summary>
/// How the hot endpoints answer: with one reused writer a thread and an explicit length, without reflection. The type that
/// documents the shape of such an answer is held to it by a test.
/// </summary>
public static class JsonAnswer
{
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _writer;

    /// <summary>Writes what <paramref name="write"/> says of the state.</summary>
    public static Task WriteAsync<TState>(
        HttpResponse response, TState state, Action<Utf8JsonWriter, TState> write, string contentType = "application/json; charset=utf-8")
    {
        var (buffer, json) = _writer ??= NewWriter();
        buffer.ResetWrittenCount();
        json.Reset();
        write(json, state);
        json.Flush();
        response.ContentType = contentType;
        response.ContentLength = buffer.WrittenCount;
        // Copied into the response before anything is awaited, so the thread may reuse its buffer.
        response.BodyWriter.Write(buffer.WrittenSpan);
        var flushing = response.BodyWriter.FlushAsync();
        return flushing.IsCompletedSuccessfully ? Task.CompletedTask : flushing.AsTask();
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) NewWriter()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        return (buffer, new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }
}
