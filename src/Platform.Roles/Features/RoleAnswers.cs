using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Authorization;
using Platform.Kernel.Data;
using Platform.Roles.Data;
using Platform.Roles.Domain;

namespace Platform.Roles.Features;

/// <summary>A role of the organization.</summary>
/// <param name="BuiltIn">True for the ones that every organization has and nobody edits.</param>
/// <param name="MemberCount">How many people have it.</param>
internal sealed record RoleAnswer(
    Guid Id, string Name, string Description, bool BuiltIn, IReadOnlyList<string> Permissions, int MemberCount, int Version);

internal static class RoleAnswers
{
    public static async Task<RoleAnswer> ToAnswerAsync(this PlatformDbContext db, Role role, CancellationToken cancellationToken) =>
        (await db.ToAnswersAsync([role], cancellationToken))[0];

    public static async Task<IReadOnlyList<RoleAnswer>> ToAnswersAsync(
        this PlatformDbContext db, IReadOnlyList<Role> roles, CancellationToken cancellationToken)
    {
        var ids = roles.Select(role => role.Id).ToList();
        var members = await db.RoleAssignments.AsNoTracking()
            .Where(assignment => ids.Contains(assignment.RoleId))
            .GroupBy(assignment => assignment.RoleId)
            .ToDictionaryAsync(group => group.Key, group => group.Count(), cancellationToken);
        return [.. roles.Select(role => new RoleAnswer(
            role.Id, role.Name, role.Description, role.BuiltIn, role.Permissions.AsShown(), members.GetValueOrDefault(role.Id), role.Version))];
    }
}
