using Platform.Contracts.Notifications;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Contracts.Roles;

/// <summary>A role as a person's record names it.</summary>
public sealed record RoleName(Guid Id, string Name);

/// <summary>What a person of the organization in context may do: the permissions of all of the person's roles together.</summary>
public sealed record GetPermissionsOfPerson(Guid PersonId) : IQuery<IReadOnlyList<string>>;

/// <summary>The roles of several people of the organization in context.</summary>
public sealed record GetRolesOfPeople(IReadOnlyList<Guid> PersonIds) : IQuery<IReadOnlyDictionary<Guid, IReadOnlyList<RoleName>>>;

/// <summary>The people of the organization in context who have a role.</summary>
public sealed record FindPeopleWithRole(Guid RoleId) : IQuery<IReadOnlyList<Guid>>;

/// <summary>The people of the organization in context who hold a permission, through whichever role.</summary>
public sealed record FindPeopleHolding(string Permission) : IQuery<IReadOnlyList<Guid>>;

/// <summary>True where no other active person of the organization in context administers it.</summary>
public sealed record IsLastAdministrator(Guid PersonId) : IQuery<bool>;

/// <summary>
/// Gives a person exactly these roles. Fails with <c>scope-not-grantable</c> where the caller does not hold all that a role
/// added or taken permits, and with <c>conflict</c> where the last administrator would go.
/// </summary>
public sealed record AssignRoles(Guid PersonId, IReadOnlyList<Guid> RoleIds) : ICommand<Result>;

/// <summary>The organization's roles, and which of them the caller may give: one that permits no more than the caller holds.</summary>
public sealed record GetGrantableRoles : IQuery<IReadOnlyList<GrantableRole>>;

/// <param name="MayAssign">False where the caller lacks <c>roles:assign</c> or something that the role permits.</param>
public sealed record GrantableRole(Guid Id, string Name, bool MayAssign);

/// <summary>
/// Gives people of a batch that has not landed yet their roles, which land with it. Fails as <see cref="AssignRoles"/> does.
/// </summary>
public sealed record AssignRolesInBatch(Guid BatchId, IReadOnlyList<RolesOfPerson> People) : ICommand<Result>;

public sealed record RolesOfPerson(Guid PersonId, IReadOnlyList<Guid> RoleIds);

/// <summary>Gives people one built-in role, by its name. Only the host itself sends this, when it sets something up.</summary>
public sealed record AssignBuiltInRole(IReadOnlyList<Guid> PersonIds, string Role) : ICommand<Result>;

/// <summary>
/// Reads scopes as callers write them and gives them in short form. Fails with <c>validation-failed</c> at a name that the
/// catalogue does not have, and says the nearest one.
/// </summary>
public sealed record ReadScopes(string Field, IReadOnlyList<string> Scopes) : IQuery<Result<IReadOnlyList<string>>>;

/// <summary>An application by id; null where there is none.</summary>
public sealed record GetApplication(Guid ApplicationId) : IQuery<ApplicationName?>;

public sealed record ApplicationName(Guid Id, string Name);

/// <summary>A role was changed, or is gone. Whoever had it may do more or less from now on.</summary>
/// <param name="Change"><c>changed</c> or <c>deleted</c>.</param>
public sealed record RoleChanged(Guid OrganizationId, Guid RoleId, string RoleName, string Change) : IOutboxEvent
{
    public static string Name => EventNames.RoleChanged;
}

/// <summary>
/// Permissions have left the catalogue: no organization's role, token or service account holds them any more. Handled in
/// the instance's scope, within the transaction of the change.
/// </summary>
/// <param name="Names">Short forms; a scope for one item of such a permission goes with it.</param>
public sealed record PermissionsRemoved(IReadOnlyList<string> Names) : IEvent;

/// <summary>An application is registered no more: its tokens end with this, in the instance's scope.</summary>
public sealed record ApplicationDeleted(Guid ApplicationId) : IEvent;
