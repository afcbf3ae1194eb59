using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Platform.Host.Http;

/// <summary>
/// The comments on requests, answers and filters, from the XML files that stand beside the assemblies: what the code says of a
/// field, its readers are told too.
/// </summary>
internal static partial class OpenApiComments
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, XElement>> Files = new();

    /// <summary>A record's, in a sentence or two; null where it has none.</summary>
    public static string? OfType(Type type) => Read(Member(type, $"T:{NameOf(type)}")?.Element("summary"));

    /// <summary>A record's parameter, by its name in the code.</summary>
    public static string? OfParameter(Type type, string name) => Read(
        Member(type, $"T:{NameOf(type)}")?.Elements("param").FirstOrDefault(param => string.Equals((string?)param.Attribute("name"), name, StringComparison.OrdinalIgnoreCase)));

    /// <summary>A property's own comment, or that of the record's parameter.</summary>
    public static string? OfProperty(PropertyInfo property) =>
        Read(Member(property.DeclaringType!, $"P:{NameOf(property.DeclaringType!)}.{property.Name}")?.Element("summary")) ?? OfParameter(property.DeclaringType!, property.Name);

    private static string NameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static XElement? Member(Type type, string name) => Files.GetOrAdd(type.Assembly, ReadFile).GetValueOrDefault(name);

    private static IReadOnlyDictionary<string, XElement> ReadFile(Assembly assembly)
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        return assembly.GetName().Name!.StartsWith("Platform.", StringComparison.Ordinal) && File.Exists(path)
            ? XDocument.Load(path).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!)
            : new Dictionary<string, XElement>();
    }

    private static string? Read(XElement? comment) =>
        comment is null ? null : Spaces().Replace(string.Concat(comment.Nodes().Select(Read)), " ").Trim();

    private static string Read(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "paramref" } other => $"`{JsonName((string)other.Attribute("name")!)}`",
        XElement { Name.LocalName: "see" } see when see.Attribute("cref") is { } reference => $"`{LastWord().Match(reference.Value).Value}`",
        XElement element => string.Concat(element.Nodes().Select(Read)),
        _ => "",
    };

    private static string JsonName(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\w+$")]
    private static partial Regex LastWord();
}
