using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Platform.Roles.Domain;

/// <summary>A downstream product, registered by an operator: it brings resources and actions into the permission catalogue.</summary>
internal sealed class Application : AuditedEntity, IInstanceWide, IVersioned, IGrantSource
{
    private Application()
    {
    }

    public string Name { get; private set; } = "";

    /// <summary>In lower case: no two applications differ in case alone.</summary>
    [NotAudited]
    public string NormalizedName { get; private set; } = "";

    /// <summary>What it brings, as <c>resource:action</c>.</summary>
    public List<string> Permissions { get; private set; } = [];

    /// <summary>What its resources are, for people: <c>tickets: Work orders</c>. A resource without a sentence is not in it.</summary>
    public List<string>? Descriptions { get; private set; }

    public DateTime CreatedAt { get; private init; }

    public int Version { get; private set; } = 1;

    public override string AuditKind => "application";

    public override string AuditName => Name;

    public static Application Create(string name, IEnumerable<ApplicationResource> resources, DateTime now)
    {
        var application = new Application { CreatedAt = now };
        application.Rename(name);
        application.Bring(resources);
        return application;
    }

    public static string Normalize(string name) => name.Trim().ToLowerInvariant();

    public void Rename(string name) => (Name, NormalizedName) = (name.Trim(), Normalize(name));

    /// <summary>Brings these resources and no others.</summary>
    public void Bring(IEnumerable<ApplicationResource> resources)
    {
        var all = resources.ToList();
        Permissions = [.. all.SelectMany(resource => resource.Actions.Distinct(), (resource, action) => $"{resource.Name}:{action}")];
        Descriptions = [.. all.Where(resource => !string.IsNullOrWhiteSpace(resource.Description)).Select(resource => $"{resource.Name}: {resource.Description!.Trim()}")];
    }

    public string? DescriptionOf(string resource) =>
        Descriptions?.Find(text => text.StartsWith($"{resource}: ", StringComparison.Ordinal))?[(resource.Length + 2)..];

    public IEnumerable<Drop> DropsOn(EntityState change) =>
        change == EntityState.Added ? [] : [new Drop(DropKind.Subject, Id), new Drop(DropKind.Catalogue, Id)];
}

/// <summary>A resource that an application brings, with what can be done to it.</summary>
/// <param name="Name">1 to 64 lower case letters, digits and hyphens.</param>
/// <param name="Actions">1 to 100 of them, of the same letters.</param>
/// <param name="Description">What it is, for people; at most 200 characters.</param>
internal sealed record ApplicationResource(string Name, IReadOnlyList<string> Actions, string? Description = null);
