using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Platform.Kernel.Http;

namespace Platform.Host.Http;

/// <summary>Parameters as the path and the query string have them, and those that an endpoint reads by itself.</summary>
internal static class OpenApiParameters
{
    /// <summary>What a name means on every list; the comment on a list's own filter goes before it.</summary>
    private static readonly Dictionary<string, string> Meanings = new()
    {
        ["limit"] = "Rows at most.",
        ["cursor"] = "`nextCursor` of the page before; left out for the first page.",
        ["sort"] = "A column by its name in the answer, with `-` in front for descending. An unknown one is refused with the names that there are.",
        ["q"] = "The beginning of a name or of a word in it, in any case.",
        ["from"] = "From this time on (RFC 3339).",
        ["to"] = "Before this time (RFC 3339).",
        ["by"] = "The length of a step.",
        ["id"] = "Which one, where there are several; left out: the newest.",
        ["key"] = "The key that was shown when the feed was made.",
        ["status"] = "Only those of this status.",
        ["kind"] = "Only those of this kind.",
        ["ownerId"] = "Only those of this person or service account.",
        ["roleId"] = "Only people who have this role.",
        ["permission"] = "Only people who hold this permission.",
        ["apiAccessEnabled"] = "Only people who may, or may not, have an API token.",
        ["actorId"] = "Only what this person, service account or application did.",
        ["targetId"] = "Only what happened to this.",
        ["action"] = "Only this action, such as `token.revoked`.",
        ["unread"] = "`true` for those that have not been read.",
        ["reassignTo"] = "The role that those who have this one get instead.",
    };

    public static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var filters = metadata.OfType<MethodInfo>().LastOrDefault()?.GetParameters()
            .Where(parameter => parameter.IsDefined(typeof(AsParametersAttribute), false)).Select(parameter => parameter.ParameterType).ToList() ?? [];
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            if (parameter.In == ParameterLocation.Path)
            {
                parameter.Description ??= DescribePath(context.Description.RelativePath!, parameter.Name!);
                continue;
            }

            var comment = filters.Select(type => OpenApiComments.OfParameter(type, parameter.Name!)).FirstOrDefault(text => text is not null);
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
            parameter.Description = comment ?? Meanings.GetValueOrDefault(parameter.Name);
            parameter.Schema = parameter.Name switch
            {
                "limit" => new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "200", Default = 50 },
                "by" => new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["hour", "day"], Default = "day" },
                "apiAccessEnabled" => new OpenApiSchema { Type = JsonSchemaType.Boolean },
                _ => new OpenApiSchema { Type = JsonSchemaType.String },
            };
        }

        foreach (var read in metadata.OfType<ReadParameter>())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = read.Name,
                In = read.InHeader ? ParameterLocation.Header : ParameterLocation.Query,
                Description = read.Description,
                Schema = new OpenApiSchema { Type = read.IsSwitch ? JsonSchemaType.Boolean : JsonSchemaType.String },
            });
        }
    }

    /// <summary>From the part of the path that it follows: <c>/tokens/{id}</c> has the token's id.</summary>
    private static string? DescribePath(string path, string name)
    {
        var parts = path.Split('/');
        var at = Array.FindIndex(parts, part => part.StartsWith($"{{{name}", StringComparison.Ordinal));
        return at < 1 ? null : $"The {Singular(parts[at - 1])}'s {(name == "name" ? "name" : "id")}.";
    }

    private static string Singular(string segment)
    {
        var words = segment.Replace('-', ' ');
        return words == "people" ? "person" : words.EndsWith("ies", StringComparison.Ordinal) ? words[..^3] + "y" : words.TrimEnd('s');
    }
}
