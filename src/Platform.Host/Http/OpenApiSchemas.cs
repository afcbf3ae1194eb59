using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Platform.Kernel.Http;

namespace Platform.Host.Http;

/// <summary>Types as the API really reads and writes them, so that a client generated from the document needs no corrections.</summary>
internal static class OpenApiSchemas
{
    private const JsonSchemaType Number = JsonSchemaType.Integer | JsonSchemaType.Number;

    public static void AddPlatformSchemas(this OpenApiOptions options)
    {
        options.CreateSchemaReferenceId = NameOf;
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Describe(schema, context.JsonTypeInfo, context.JsonPropertyInfo);
            Comment(schema, context.JsonTypeInfo, context.JsonPropertyInfo);
            return Task.CompletedTask;
        });
    }

    /// <summary>A nested type carries the name of the one around it; what may be left out or cleared stands where it is used.</summary>
    private static string? NameOf(JsonTypeInfo type) =>
        HeldBy(type.Type) is not null ? null
        : type.Type.DeclaringType is { } around && OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name ? around.Name + name
        : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    private static void Describe(OpenApiSchema schema, JsonTypeInfo type, JsonPropertyInfo? property)
    {
        if (HeldBy(type.Type) is { } held)
        {
            schema.Type = (held == typeof(string) || IsTime(held) ? JsonSchemaType.String : schema.Type) | JsonSchemaType.Null;
            schema.Format = IsTime(held) ? "date-time" : schema.Format;
        }
        else if (type.Type == typeof(string))
        {
            // The converter of the host's own hides from the generator that a string is one.
            schema.Type = JsonSchemaType.String | (property?.IsGetNullable == true ? JsonSchemaType.Null : 0);
            schema.Enum = property?.AttributeProvider?.GetCustomAttributes(typeof(AllowedValuesAttribute), true) is [AllowedValuesAttribute allowed, ..]
                ? [.. allowed.Values.Select(value => (JsonNode)value!.ToString()!)]
                : null;
        }
        else if (type is { Kind: JsonTypeInfoKind.Dictionary } && type.ElementType == typeof(string))
        {
            schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String };
        }
        else if (type.ElementType == typeof(string))
        {
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
        }
        else if (type.ElementType == typeof(string[]))
        {
            schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } };
        }
        else if ((schema.Type & Number) != 0)
        {
            // A number within quotes is read too, but nobody should write one, and none is written.
            schema.Type &= ~JsonSchemaType.String;
            schema.Pattern = null;
        }
        else if (type.Kind == JsonTypeInfoKind.Object && schema.Properties is { Count: > 0 })
        {
            schema.Required = IsRequest(type.Type) ? null : type.Properties.Where(IsAlwaysWritten).Select(written => written.Name).ToHashSet();
        }
    }

    /// <summary>What has a schema of its own is described there; the rest where it is used.</summary>
    private static void Comment(OpenApiSchema schema, JsonTypeInfo type, JsonPropertyInfo? property)
    {
        if (NameOf(type) is not null)
        {
            schema.Description = OpenApiComments.OfType(type.Type);
        }
        else if (property?.AttributeProvider is PropertyInfo declared)
        {
            schema.Description = OpenApiComments.OfProperty(declared);
        }
    }

    /// <summary>A field of a request may be absent; its validator says which may not.</summary>
    private static bool IsRequest(Type type) => (type.DeclaringType ?? type).Name.EndsWith("Request", StringComparison.Ordinal);

    private static bool IsAlwaysWritten(JsonPropertyInfo property) =>
        property.Get is not null && property.AttributeProvider?.IsDefined(typeof(JsonIgnoreAttribute), true) != true;

    private static Type? HeldBy(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>) ? Nullable.GetUnderlyingType(type.GetGenericArguments()[0]) ?? type.GetGenericArguments()[0] : null;

    private static bool IsTime(Type type) => type == typeof(DateTime) || type == typeof(DateTimeOffset);
}
