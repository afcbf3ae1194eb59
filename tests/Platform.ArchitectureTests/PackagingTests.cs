using System.Text.RegularExpressions;

namespace Platform.ArchitectureTests;

/// <summary>No engine builds the image here, so what it is built from is held against the repository.</summary>
public partial class PackagingTests
{
    private static readonly string Dockerfile = Read("Dockerfile");
    private static readonly string Compose = Read("docker-compose.yml");

    /// <summary>What is copied from the repository, not from an earlier stage.</summary>
    private static readonly IReadOnlyList<string> Copied =
        [.. Copy().Matches(Dockerfile).SelectMany(copy => copy.Groups[1].Value.Split(' ')[..^1])];

    [Fact]
    public void What_the_image_is_built_from_is_there()
    {
        Copied.Count.ShouldBeGreaterThan(5);
        Copied.Where(path => !Exists(path)).ShouldBeEmpty();
        Exists(Publish().Match(Dockerfile).Groups[1].Value + "/Platform.Host.csproj").ShouldBeTrue();
    }

    [Fact]
    public void The_image_is_built_from_all_that_a_build_reads()
    {
        string[] read = [".editorconfig", "global.json", .. Directory.EnumerateFiles(House.Root, "Directory.*").Select(path => Path.GetFileName(path))];
        read.Length.ShouldBeGreaterThan(3);
        read.Except(Copied).ShouldBeEmpty();
        House.Projects.Select(project => project.Path.Split('/')[0]).Distinct().Except(Copied).ShouldBeEmpty();
    }

    [Fact]
    public void What_compose_sets_is_a_setting()
    {
        var known = Setting().Matches(Read("README.md")).SelectMany(row => Names(row.Groups[1].Value)).ToHashSet();
        var set = ComposeSetting().Matches(Compose).Select(line => line.Groups[1].Value.Replace("__", ":")).Distinct().ToList();
        set.Count.ShouldBeGreaterThan(6);
        set.Except(known).ShouldBeEmpty("Settings stand in README.md.");
    }

    [Fact]
    public void What_compose_mounts_is_there()
    {
        var mounted = Mounted().Matches(Compose).Select(mount => mount.Groups[1].Value).ToList();
        mounted.ShouldContain("docs/compose/nginx.conf");
        mounted.Where(path => !Exists(path)).ShouldBeEmpty();
    }

    [Fact]
    public void The_balancer_s_nodes_and_address_are_those_of_compose()
    {
        var nodes = Upstream().Matches(Read("docs/compose/nginx.conf")).Select(server => server.Groups[1].Value).ToList();
        nodes.Count.ShouldBe(2);
        nodes.Where(node => !Compose.Contains($"\n  {node}:\n")).ShouldBeEmpty();
        Compose.ShouldContain($"Proxy__TrustedNetworks: {OwnAddress().Match(Compose).Groups[1].Value}/32");
    }

    /// <summary><c>`Smtp:Host`, `:Port`</c> names two.</summary>
    private static IEnumerable<string> Names(string cell)
    {
        var section = "";
        foreach (Match name in Quoted().Matches(cell))
        {
            var text = name.Groups[1].Value;
            yield return text.StartsWith(':') ? section + text : text;
            section = text.StartsWith(':') ? section : text.Split(':')[0];
        }
    }

    private static bool Exists(string path) => Path.Exists(Path.Combine(House.Root, path));

    private static string Read(string path) => File.ReadAllText(Path.Combine(House.Root, path));

    [GeneratedRegex(@"^COPY (?!--from)(.+)$", RegexOptions.Multiline)]
    private static partial Regex Copy();

    [GeneratedRegex(@"dotnet publish (\S+)")]
    private static partial Regex Publish();

    [GeneratedRegex(@"^\| (`[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Setting();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^\s+([A-Z]\w*__\w+|PublicUrl):", RegexOptions.Multiline)]
    private static partial Regex ComposeSetting();

    [GeneratedRegex(@"""\./([^:""]+):")]
    private static partial Regex Mounted();

    [GeneratedRegex(@"server ([\w-]+):8080")]
    private static partial Regex Upstream();

    [GeneratedRegex(@"ipv4_address: ([\d.]+)")]
    private static partial Regex OwnAddress();
}
