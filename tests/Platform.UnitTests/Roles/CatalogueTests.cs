using Platform.Contracts.Tokens;
using Platform.Kernel.Authorization;
using Platform.Roles.Domain;

namespace Platform.UnitTests.Roles;

public class CatalogueTests
{
    private static readonly Catalogue Own = new(Catalogue.OwnEntries);

    [Fact]
    public void Every_module_s_permissions_are_in_it()
    {
        var described = typeof(TokensPermissions).Assembly.GetExportedTypes()
            .Where(type => type.Name.EndsWith("Permissions", StringComparison.Ordinal))
            .SelectMany(type => (IReadOnlyList<PermissionDescription>)type.GetProperty("All")!.GetValue(null)!);
        Own.Entries.Select(entry => entry.Scope.ToString()).ShouldBe(described.Select(permission => permission.Name), ignoreOrder: true);
    }

    [Theory]
    [InlineData("admin", true)]
    [InlineData("people:read", true)]
    [InlineData("users:read", true)]
    [InlineData("people:*", true)]
    [InlineData("*:read", true)]
    [InlineData("urn:platform:people:4711:read", true)]
    [InlineData("people:generate", false)]
    [InlineData("peple:read", false)]
    [InlineData("*:nonsense", false)]
    [InlineData("nonsense:*", false)]
    public void It_knows_what_there_is_and_nothing_else(string scope, bool known) => Own.Knows(Scope.Parse(scope)).ShouldBe(known);

    [Theory]
    [InlineData("peple:read", "people:read")]
    [InlineData("tokens:generat", "tokens:generate")]
    [InlineData("adnim", "admin")]
    [InlineData("urn:platform:roles:4711:raed", "roles:read")]
    [InlineData("urn:platform:people:roles:raed", "people:read")]
    public void It_says_the_nearest_name(string unknown, string nearest) => Own.Nearest(unknown).ShouldBe(nearest);

    [Fact]
    public void What_leaves_it_takes_the_wildcards_along_that_mean_nothing_else()
    {
        var with = new Catalogue(Own.Entries.Concat([Entry("tickets:read"), Entry("tickets:close")]));
        var less = new Catalogue(Own.Entries.Append(Entry("tickets:read")));
        with.LostIn(less).ShouldBe(["*:close", "tickets:close"]);
        less.LostIn(Own).ShouldBe(["tickets:*", "tickets:read"]);
        Own.LostIn(with).ShouldBeEmpty();
    }

    [Fact]
    public void What_goes_beyond_is_said_by_its_own_names()
    {
        ScopeSet Set(params string[] names) => ScopeSet.Of(names);
        Own.Beyond(Set("people:*"), Set("people:read")).ShouldBe(["people:write"]);
        Own.Beyond(Set("people:*"), Set("people:read", "people:write")).ShouldBeEmpty();
        Own.Beyond(Set("people:read", "urn:platform:people:7:write"), Set("*:read")).ShouldBe(["urn:platform:people:7:write"]);
        Own.Beyond(Set("admin"), Set("*:read")).ShouldNotContain("audit:read");
        Own.Beyond(Set("admin"), Set()).Count.ShouldBe(Own.Entries.Count);
    }

    private static CatalogueEntry Entry(string name) => new(Scope.Parse(name), name, "Tickets", Guid.CreateVersion7());

    [Fact]
    public void The_built_in_roles_permit_only_what_it_knows() =>
        Role.BuiltInOnes().SelectMany(role => role.Permissions).Where(name => !Scope.TryParse(name, out var scope) || !Own.Knows(scope)).ShouldBeEmpty();

    [Theory]
    [InlineData("Administrator", "admin", true)]
    [InlineData("Manager", "tokens:write", true)]
    [InlineData("Manager", "roles:assign", true)]
    [InlineData("Manager", "roles:write", false)]
    [InlineData("Manager", "organization:write", false)]
    [InlineData("Member", "people:read", true)]
    [InlineData("Member", "people:write", false)]
    [InlineData("Member", "tokens:generate", false)]
    [InlineData("API user", "tokens:generate", true)]
    [InlineData("API user", "people:read", true)]
    [InlineData("API user", "roles:write", false)]
    [InlineData("API user", "tokens:write", false)]
    public void The_built_in_roles_permit_what_their_names_say(string role, string permission, bool permitted) =>
        ScopeSet.Of(Role.BuiltInOnes().Single(one => one.Name == role).Permissions).Implies(Scope.Parse(permission)).ShouldBe(permitted);
}
