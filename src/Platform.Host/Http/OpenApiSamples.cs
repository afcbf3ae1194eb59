using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Platform.Host.Http;

/// <summary>Bodies as they may look, made from their schemas: every field is there, with a value such as it really has.</summary>
internal static class OpenApiSamples
{
    private const int DeepestLevel = 6;

    public static JsonNode? Of(IOpenApiSchema schema) => Of(schema, "", "", 0);

    private static JsonNode? Of(IOpenApiSchema schema, string owner, string name, int level)
    {
        if (level > DeepestLevel || (IsNullable(schema) && SampleValues.Nothing.Contains(name) && !SampleValues.All.ContainsKey($"{owner}.{name}")))
        {
            return null;
        }

        if (schema.OneOf is { Count: > 0 } choices)
        {
            return Of(choices.FirstOrDefault(choice => choice.Type != JsonSchemaType.Null) ?? choices[0], owner, name, level);
        }

        if (SampleValues.All[$"{owner}.{name}"] is { } own)
        {
            return own.DeepClone();
        }

        if (schema is OpenApiSchemaReference { Reference.Id: { } id })
        {
            owner = id;
        }

        if (schema.Enum is [{ } first, ..])
        {
            return first.DeepClone();
        }

        if (SampleValues.All[name] is { } known && Fits(schema, known))
        {
            return known.DeepClone();
        }

        return (schema.Type & ~JsonSchemaType.Null) switch
        {
            JsonSchemaType.Object => Fields(schema, owner, level),
            JsonSchemaType.Array => schema.Items is { } items && Of(items, owner, SingularOf(name), level + 1) is { } item ? new JsonArray(item) : [],
            JsonSchemaType.Boolean => name is not ("dryRun" or "isOperator"),
            JsonSchemaType.Integer or JsonSchemaType.Number => 1,
            JsonSchemaType.String => Text(schema, owner, name),
            _ => null,
        };
    }

    private static JsonObject Fields(IOpenApiSchema schema, string owner, int level)
    {
        var fields = new JsonObject();
        foreach (var (name, field) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            fields[name] = Of(field, owner, name, level + 1);
        }

        return fields;
    }

    private static bool IsNullable(IOpenApiSchema schema) =>
        schema.Type?.HasFlag(JsonSchemaType.Null) != false || schema.OneOf is { Count: > 0 };

    private static bool Fits(IOpenApiSchema schema, JsonNode value) => value switch
    {
        JsonArray => schema.Type?.HasFlag(JsonSchemaType.Array) == true && schema.Items?.Type?.HasFlag(JsonSchemaType.Object) != true,
        JsonValue number when number.TryGetValue<int>(out _) => schema.Type is null || schema.Type.Value.HasFlag(JsonSchemaType.Integer),
        _ => schema.Type?.HasFlag(JsonSchemaType.String) == true && schema.Format is null,
    };

    private static string Text(IOpenApiSchema schema, string owner, string name) => schema.Format switch
    {
        "uuid" => SampleValues.Id,
        "date-time" => name.StartsWith("expires", StringComparison.Ordinal) || name.StartsWith("next", StringComparison.Ordinal) || name == "to" ? "2027-01-31T09:00:00Z" : "2026-01-31T09:00:00Z",
        "uri" => "https://platform.example",
        _ when name == "name" => Array.Find(SampleValues.Names, known => owner.Contains(known.Word, StringComparison.Ordinal)).Name ?? "Dispatch bridge",
        _ when name == "" => "…",
        // In words, so that nobody takes it for a real one.
        _ => string.Concat(name.Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}")),
    };

    private static string SingularOf(string name) => name.EndsWith("Ids", StringComparison.Ordinal) ? name[..^1] : "";
}
