using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Platform.Contracts.Tokens;
using Platform.Host;
using Platform.Kernel;

namespace Platform.ArchitectureTests;

/// <summary>The house as it stands: its projects, assemblies and hand-written sources.</summary>
internal static partial class House
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<Project> Projects { get; } =
        [.. Files("src", "*.csproj").Concat(Files("build", "*.csproj")).Select(Project.Read)];

    public static IReadOnlyList<Project> Samples { get; } = [.. Files("samples", "*.csproj").Select(Project.Read)];

    /// <summary>All C# under <c>src</c> but what EF wrote.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } =
        [.. Files("src", "*.cs").Where(path => !WrittenByEf().IsMatch(path)).Select(path => new SourceFile(path, File.ReadAllLines(Path.Combine(Root, path))))];

    public static Assembly Kernel { get; } = typeof(KernelServices).Assembly;

    public static Assembly Contracts { get; } = typeof(TokensPermissions).Assembly;

    public static Assembly Host { get; } = typeof(HostApplication).Assembly;

    public static IReadOnlyList<Assembly> Modules { get; } = [.. HostModules.All.Select(module => module.GetType().Assembly)];

    public static TheoryData<string> ModuleNames => [.. Modules.Select(module => module.GetName().Name!)];

    public static Assembly Module(string name) => Modules.Single(module => module.GetName().Name == name);

    public static bool IsCompilerGenerated(this Type type) =>
        type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute)) || type.Name.Contains('<')
        || (type.DeclaringType is { } outer && outer.IsCompilerGenerated());

    /// <summary>Paths from the root, with slashes.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !Built().IsMatch(path))
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("These tests read the sources: run them from within the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex("/(bin|obj|node_modules)/")]
    private static partial Regex Built();

    [GeneratedRegex("^src/Migrations/[^/]+/Migrations/")]
    private static partial Regex WrittenByEf();
}

/// <summary>What a project file names.</summary>
internal sealed record Project(string Name, string Path, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    public bool IsModule => House.Modules.Any(module => module.GetName().Name == Name);

    public static Project Read(string path)
    {
        var items = XDocument.Load(System.IO.Path.Combine(House.Root, path)).Descendants().ToList();
        List<string> Named(params string[] kinds) =>
            [.. items.Where(item => kinds.Contains(item.Name.LocalName)).Select(item => item.Attribute("Include")?.Value).OfType<string>()];
        return new Project(
            System.IO.Path.GetFileNameWithoutExtension(path),
            path,
            [.. Named("ProjectReference").Select(reference => System.IO.Path.GetFileNameWithoutExtension(reference.Replace('\\', '/')))],
            Named("PackageReference", "PackageDownload", "Reference"));
    }
}

/// <summary>One file of sources.</summary>
internal sealed partial record SourceFile(string Path, IReadOnlyList<string> Lines)
{
    /// <summary>The lines without their comments.</summary>
    public IReadOnlyList<string> Code { get; } = [.. Lines.Select(line => Comment().Replace(line, ""))];

    /// <summary>Where the pattern stands, as <c>path:line: text</c>.</summary>
    public IEnumerable<string> Find(Regex pattern) =>
        Code.Select((line, at) => (line, at)).Where(code => pattern.IsMatch(code.line)).Select(code => $"{Path}:{code.at + 1}: {code.line.Trim()}");

    [GeneratedRegex(@"(^|\s)//.*$")]
    private static partial Regex Comment();
}

/// <summary>The exceptions to a rule, each with its reason.</summary>
internal static class AllowList
{
    /// <summary>Fails on what is not listed, and on what is listed without need.</summary>
    public static void ShouldBeJust(this IEnumerable<string> found, IReadOnlyDictionary<string, string> allowed, string rule)
    {
        var names = found.ToHashSet();
        names.Except(allowed.Keys).Order().ShouldBeEmpty(rule);
        allowed.Keys.Except(names).Order().ShouldBeEmpty("These are on the list of exceptions without need: take them off.");
        allowed.Where(entry => string.IsNullOrWhiteSpace(entry.Value)).ShouldBeEmpty("Every exception has its reason.");
    }
}
