using System.Reflection;
using System.Text.RegularExpressions;
using Platform.Kernel.Data;
using Platform.Kernel.Organizations;

namespace Platform.ArchitectureTests;

/// <summary>What is exported of an organization, and what is deleted with it.</summary>
public partial class OrganizationTests
{
    private static readonly IReadOnlyList<OrganizationTable> Tables = OrganizationTable.Of(EntityTests.Entities[0].Model);

    [Fact]
    public void Every_row_that_names_an_organization_is_exported_and_deleted_with_it()
    {
        var named = EntityTests.Entities.Where(entity => entity.GetProperties().Any(property => OrganizationName().IsMatch(property.Name)));
        named.Select(entity => entity.ClrType.Name).Except(Tables.Select(table => table.Entity.ClrType.Name))
            .ShouldBeEmpty("A row of the instance that is about one organization says so: [OfOrganization].");
        Tables.Count(table => table.IsOrganization).ShouldBe(1);
    }

    [Fact]
    public void What_no_export_has_is_listed() =>
        Tables.Where(table => table.NotExportedBecause is not null).Select(table => table.Entity.ClrType.Name).ShouldBeJust(
            new Dictionary<string, string>
            {
                ["AuditHead"] = "The log itself is exported",
                ["OpenBatch"] = "Bookkeeping of imports under way",
                ["OutboxMessage"] = "Bookkeeping of deliveries",
                ["QueuedMail"] = "Bookkeeping of mails",
                ["ResetLink"] = "The account's own",
                ["Session"] = "The account's own",
                ["TokenWord"] = "Finds tokens, which are exported",
            },
            "A table of organizations is exported, or on this list with its reason.");

    [Fact]
    public void The_reasons_are_told_with_each_export() =>
        Tables.Where(table => table.NotExportedBecause is { Length: < 20 }).Select(table => table.Name).ShouldBeEmpty();

    [Fact]
    public void No_secret_is_exported()
    {
        var exported = Tables.Where(table => table.NotExportedBecause is null).SelectMany(table => table.Entity.GetProperties()).ToList();
        var secrets = exported.Where(property => Secret().IsMatch(property.Name) && property.ClrType != typeof(DateTime)).ToList();
        secrets.Count.ShouldBeGreaterThanOrEqualTo(5);
        secrets.Where(property => property.ClrType != typeof(byte[]) && property.PropertyInfo?.IsDefined(typeof(NotExportedAttribute)) != true)
            .Select(property => $"{property.DeclaringType.Name}.{property.Name}").ShouldBeEmpty("Bytes are left out by themselves; any other secret carries [NotExported].");
    }

    [Fact]
    public void The_rows_of_an_organization_are_found_by_it() =>
        EntityTests.Entities.Where(entity => typeof(IOrganizationScoped).IsAssignableFrom(entity.ClrType))
            .Where(entity => entity.GetKeys().Select(key => key.Properties[0]).Concat(entity.GetIndexes().Select(index => index.Properties[0]))
                .All(first => first.Name != nameof(IOrganizationScoped.OrganizationId)))
            .Select(entity => entity.Name).ShouldBeEmpty();

    [GeneratedRegex("Organization|^Chain$|^BelongsTo$|^MadeIn$")]
    private static partial Regex OrganizationName();

    [GeneratedRegex("Hash|Secret|Password|PrivateKey|AuthenticatorKey")]
    private static partial Regex Secret();
}
