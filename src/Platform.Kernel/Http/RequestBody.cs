using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Platform.Kernel.Http;

/// <summary>
/// Reads a small body whole, without the model binder: for the hot endpoints, and for forms. The server ends it at 1 MiB.
/// </summary>
public static class RequestBody
{
    /// <summary>Reads JSON, and refuses what the other endpoints refuse: anything after the value, and half a surrogate pair.</summary>
    /// <exception cref="BadHttpRequestException">It is not well-formed, or not of this shape.</exception>
    public static ValueTask<T> ReadJsonAsync<T>(this HttpRequest request, JsonTypeInfo<T> shape, CancellationToken cancellationToken)
        where T : class => ReadAsync(request, shape, static (body, shape) => ReadJson(body, shape), cancellationToken);

    /// <summary>Reads <c>application/x-www-form-urlencoded</c>.</summary>
    public static ValueTask<FormBody> ReadFormBodyAsync(this HttpRequest request, CancellationToken cancellationToken) =>
        ReadAsync(request, 0, static (body, _) => FormBody.Read(body), cancellationToken);

    /// <summary>What the host answers with <c>malformed-request</c>.</summary>
    public static BadHttpRequestException Malformed(Exception? cause = null) => new("The body can't be read.", StatusCodes.Status400BadRequest, cause!);

    private static async ValueTask<T> ReadAsync<T, TState>(
        HttpRequest request, TState state, Func<ReadOnlySequence<byte>, TState, T> read, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        ReadResult body;
        while (!(body = await reader.ReadAsync(cancellationToken)).IsCompleted)
        {
            reader.AdvanceTo(body.Buffer.Start, body.Buffer.End);
        }

        try
        {
            return read(body.Buffer, state);
        }
        finally
        {
            reader.AdvanceTo(body.Buffer.End);
        }
    }

    private static T ReadJson<T>(ReadOnlySequence<byte> body, JsonTypeInfo<T> shape)
        where T : class
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var value = JsonSerializer.Deserialize(ref reader, shape) ?? throw Malformed();
            return reader.Read() ? throw Malformed() : value;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw Malformed(malformed);
        }
    }
}
