using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Host.Http;

/// <summary>
/// Text as every database can keep it: a NUL is refused as malformed, since PostgreSQL has none, and so is half a surrogate pair.
/// </summary>
internal sealed class PlainTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? text;
        try
        {
            text = reader.GetString();
        }
        catch (InvalidOperationException incomplete)
        {
            throw new JsonException("The text is not well-formed Unicode.", incomplete);
        }

        return text?.Contains('\0') == true ? throw new JsonException("The text holds a NUL character.") : text;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
}
