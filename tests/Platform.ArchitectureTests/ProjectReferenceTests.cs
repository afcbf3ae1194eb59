using System.Text.RegularExpressions;

namespace Platform.ArchitectureTests;

/// <summary>Who may lean on whom. The compiler keeps these walls as long as the project files do.</summary>
public partial class ProjectReferenceTests
{
    [Fact]
    public void Every_folder_with_a_module_s_door_is_one_of_the_host_s_modules() =>
        House.Files("src", "*Module.cs").Where(path => path.Count(c => c == '/') == 2).Select(path => path.Split('/')[1])
            .ShouldBe(House.Modules.Select(module => module.GetName().Name!), ignoreOrder: true);

    [Fact]
    public void A_module_references_only_the_kernel_and_the_contracts()
    {
        var modules = House.Projects.Where(project => project.IsModule).ToList();
        modules.Count.ShouldBe(House.Modules.Count);
        foreach (var module in modules)
        {
            module.Projects.Except(["Platform.Kernel", "Platform.Contracts"]).ShouldBeEmpty(module.Name);
        }
    }

    [Fact]
    public void The_contracts_reference_only_the_kernel() => Project("Platform.Contracts").Projects.ShouldBe(["Platform.Kernel"]);

    [Fact]
    public void The_kernel_references_no_project() => Project("Platform.Kernel").Projects.ShouldBeEmpty();

    [Fact]
    public void The_client_package_references_neither_a_project_nor_a_package()
    {
        Project("Platform.Client").Projects.ShouldBeEmpty();
        Project("Platform.Client").Packages.ShouldBeEmpty();
    }

    [Fact]
    public void A_sample_references_the_client_package_alone()
    {
        House.Samples.ShouldNotBeEmpty();
        House.Samples.ShouldAllBe(sample => sample.Projects.SequenceEqual(new[] { "Platform.Client" }) && sample.Packages.Count == 0);
    }

    [Fact]
    public void Only_the_host_references_modules() =>
        House.Projects.Where(project => project.Projects.Any(name => Project(name).IsModule)).Select(project => project.Name)
            .ShouldBe(["Platform.Host"]);

    [Fact]
    public void A_database_s_package_is_known_beside_its_migrations_alone() =>
        House.Projects.Where(project => project.Packages.Any(package => DatabasePackage().IsMatch(package)))
            .Select(project => Path.GetDirectoryName(project.Path)!.Replace('\\', '/')).Where(folder => !folder.StartsWith("src/Migrations/"))
            .ShouldBeEmpty();

    /// <summary>What the compiler wrote down: no way around the project files has been found.</summary>
    [Fact]
    public void The_compiled_modules_kernel_and_contracts_lean_on_nothing_else_either()
    {
        foreach (var assembly in House.Modules.Append(House.Kernel).Append(House.Contracts))
        {
            var name = assembly.GetName().Name!;
            string[] allowed = name switch
            {
                "Platform.Kernel" => [],
                "Platform.Contracts" => ["Platform.Kernel"],
                _ => ["Platform.Kernel", "Platform.Contracts"],
            };
            var references = assembly.GetReferencedAssemblies().Select(reference => reference.Name!).ToList();
            references.Where(reference => reference.StartsWith("Platform.")).Except(allowed).ShouldBeEmpty(name);
            references.Where(reference => DatabasePackage().IsMatch(reference)).ShouldBeEmpty(name);
        }
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(House.Root, "Platform.sln")).Replace('\\', '/');
        House.Projects.Concat(House.Samples).Select(project => project.Path).Concat(House.Files("tests", "*.csproj")).Where(path => !solution.Contains($"\"{path}\"")).ShouldBeEmpty();
    }

    private static Project Project(string name) => House.Projects.Single(project => project.Name == name);

    [GeneratedRegex("Sqlite|SQLitePCL|Npgsql|SqlServer|SqlClient|MySql|Oracle", RegexOptions.IgnoreCase)]
    private static partial Regex DatabasePackage();
}
