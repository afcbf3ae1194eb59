using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Platform.Host;
using Platform.Kernel.Data;
using Platform.Migrations.Sqlite;

namespace Platform.ArchitectureTests;

/// <summary>Rules that every row of the one model keeps.</summary>
public partial class EntityTests
{
    private static readonly PlatformDbContext Database = CreateContext();

    internal static IReadOnlyList<IEntityType> Entities { get; } = [.. Database.Model.GetEntityTypes().OrderBy(entity => entity.Name)];

    [Fact]
    public void The_model_is_whole() =>
        Entities.Select(entity => entity.ClrType.Assembly).Distinct().ShouldBe(House.Modules.Append(House.Kernel), ignoreOrder: true);

    [Fact]
    public void An_entity_is_either_an_organization_s_or_the_instance_s() =>
        Entities.Where(entity => Is<IOrganizationScoped>(entity) == Is<IInstanceWide>(entity)).Select(entity => entity.Name).ShouldBeEmpty();

    [Fact]
    public void An_organization_s_rows_are_filtered_and_the_instance_s_are_not()
    {
        foreach (var entity in Entities)
        {
            var filters = entity.GetDeclaredQueryFilters().Select(filter => filter.Key).ToList();
            var expected = (Is<IOrganizationScoped>(entity), Is<IBatched>(entity)) switch
            {
                (true, true) => new[] { PlatformModel.OrganizationFilter, PlatformModel.BatchFilter },
                (true, false) => [PlatformModel.OrganizationFilter],
                (false, true) => [PlatformModel.BatchFilter],
                _ => [],
            };
            filters.ShouldBe(expected, ignoreOrder: true, entity.Name);
        }
    }

    [Fact]
    public void The_filter_shows_the_own_organization_s_rows_and_without_one_none()
    {
        var (mine, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var entity in Entities.Where(Is<IOrganizationScoped>))
        {
            var filter = entity.FindDeclaredQueryFilter(PlatformModel.OrganizationFilter)!.Expression!.Compile();
            bool Shows(Guid owner) => (bool)filter.DynamicInvoke(RowOf(entity, owner))!;
            using (Database.Scope.Within(mine))
            {
                Shows(mine).ShouldBeTrue(entity.Name);
                Shows(other).ShouldBeFalse(entity.Name);
                Shows(OrganizationScope.Instance).ShouldBeFalse(entity.Name);
            }

            Database.Scope.Id.ShouldBeNull();
            Shows(mine).ShouldBeFalse(entity.Name);
            Shows(OrganizationScope.Instance).ShouldBeFalse(entity.Name);
        }
    }

    [Fact]
    public void An_organization_s_row_never_moves_to_another() =>
        Entities.Where(Is<IOrganizationScoped>)
            .Where(entity => entity.FindProperty(nameof(IOrganizationScoped.OrganizationId))!.GetAfterSaveBehavior() != PropertySaveBehavior.Throw)
            .Select(entity => entity.Name).ShouldBeEmpty();

    [Fact]
    public void Every_change_is_audited_or_has_a_reason_not_to_be() =>
        Entities.Where(entity => !typeof(AuditedEntity).IsAssignableFrom(entity.ClrType)).Select(entity => entity.ClrType.Name).ShouldBeJust(
            new Dictionary<string, string>
            {
                ["AuditCheckpoint"] = "Signs how far the log is",
                ["AuditEntry"] = "Is the log itself",
                ["AuditHead"] = "Is the log's end",
                ["AuditStream"] = "How far a webhook was told of the log: bookkeeping",
                ["Change"] = "Tells the nodes of a change that is logged itself",
                ["OpenBatch"] = "Hides rows until they land, which is logged itself",
                ["KnownNetwork"] = "Bookkeeping of use; what is unusual is told",
                ["LimitDemand"] = "Counts requests",
                ["Node"] = "Says which hosts there are and how far they are, many times a second",
                ["Notice"] = "Tells a person of a change that is logged itself",
                ["FormerSlug"] = "Its organization's log has the change of the slug",
                ["JobRun"] = "Says when a job ran and what came of it",
                ["OutboxMessage"] = "Carries a change that is logged itself",
                ["QueuedMail"] = "Carries to a mail server what is logged itself",
                ["RecoveryCode"] = "Its account's log has the making and each use",
                ["Ticket"] = "A step of a sign-in: what comes of it is logged",
                ["RefreshToken"] = "Its session's log has each refresh",
                ["RevisionHead"] = "Counts changes that are logged themselves",
                ["RevisionReceipt"] = "Proves a change that is logged itself",
                ["TokenCaller"] = "Counts uses, which are no changes",
                ["TokenReminder"] = "Says that a coming end was told of",
                ["TokenWord"] = "Finds a token whose log has its name",
                ["UsageCount"] = "Counts requests",
                ["WebhookAttempt"] = "Is a log itself: of what was sent and came back",
                ["WebhookDelivery"] = "Tells a webhook of a change that is logged itself",
            },
            "An entity derives from AuditedEntity, or is on this list with its reason.");

    [Fact]
    public void Every_entity_says_whether_grants_rest_on_it() =>
        Entities.Where(entity => Is<IGrantSource>(entity) == Is<INoGrantEffect>(entity)).Select(entity => entity.Name).ShouldBeEmpty();

    [Fact]
    public void Secrets_never_reach_the_audit_log()
    {
        var secrets = Entities.Where(entity => typeof(AuditedEntity).IsAssignableFrom(entity.ClrType))
            .SelectMany(entity => entity.ClrType.GetProperties())
            .Where(property => Secret().IsMatch(property.Name) || property.PropertyType == typeof(byte[])).ToList();
        secrets.Count.ShouldBeGreaterThanOrEqualTo(4);
        secrets.Where(property => !property.IsDefined(typeof(NotAuditedAttribute))).Select(property => $"{property.DeclaringType!.Name}.{property.Name}").ShouldBeEmpty();
    }

    [Fact]
    public void Every_table_is_named_for_its_module()
    {
        foreach (var entity in Entities)
        {
            var table = entity.GetTableName()!;
            table.ShouldStartWith($"{ModuleOf(entity)}_", Case.Sensitive, entity.Name);
            SnakeCase().IsMatch(table).ShouldBeTrue(table);
            entity.GetProperties().Select(property => property.GetColumnName()).Where(column => !SnakeCase().IsMatch(column)).ShouldBeEmpty(entity.Name);
        }
    }

    [Fact]
    public void No_foreign_key_leads_out_of_a_module() =>
        Entities.SelectMany(entity => entity.GetForeignKeys())
            .Where(key => ModuleOf(key.DeclaringEntityType) != ModuleOf(key.PrincipalEntityType))
            .Select(key => $"{key.DeclaringEntityType.Name} → {key.PrincipalEntityType.Name}").ShouldBeEmpty();

    [Fact]
    public void Times_are_utc_and_no_entity_has_an_offset()
    {
        foreach (var property in Entities.SelectMany(entity => entity.GetProperties()))
        {
            var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            var name = $"{property.DeclaringType.Name}.{property.Name}";
            type.ShouldNotBe(typeof(DateTimeOffset), name);
            if (type == typeof(DateTime))
            {
                var read = property.GetValueConverter().ShouldNotBeNull(name).ConvertFromProvider(new DateTime(2030, 1, 1));
                ((DateTime)read!).Kind.ShouldBe(DateTimeKind.Utc, name);
            }
        }
    }

    [Fact]
    public void The_program_makes_every_value_and_the_database_none() =>
        Entities.SelectMany(entity => entity.GetProperties())
            .Where(property => property.ValueGenerated != ValueGenerated.Never || property.GetDefaultValueSql() is not null || property.GetComputedColumnSql() is not null || property.TryGetDefaultValue(out _))
            .Select(property => $"{property.DeclaringType.Name}.{property.Name}").ShouldBeEmpty();

    [Fact]
    public void Versions_guard_against_two_changes_at_once() =>
        Entities.Where(Is<IVersioned>).Where(entity => !entity.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken)
            .Select(entity => entity.Name).ShouldBeEmpty();

    private static bool Is<T>(IEntityType entity) => typeof(T).IsAssignableFrom(entity.ClrType);

    private static string ModuleOf(IReadOnlyEntityType entity) =>
        HostModules.All.SingleOrDefault(module => module.GetType().Assembly == entity.ClrType.Assembly)?.Name.ToLowerInvariant() ?? "kernel";

    private static object RowOf(IEntityType entity, Guid owner)
    {
        var row = RuntimeHelpers.GetUninitializedObject(entity.ClrType);
        entity.ClrType.GetProperty(nameof(IOrganizationScoped.OrganizationId))!.SetValue(row, owner);
        return row;
    }

    private static PlatformDbContext CreateContext()
    {
        var options = new DbContextOptionsBuilder<PlatformDbContext>();
        new SqliteDatabase().Configure(options, "Data Source=:memory:", maxBatchSize: null);
        return new PlatformDbContext(options.Options, new PlatformModel(HostModules.All));
    }

    [GeneratedRegex("Hash|Secret|Password|PrivateKey")]
    private static partial Regex Secret();

    [GeneratedRegex("^[a-z0-9]+(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();
}
