using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Kernel.Data;
using Platform.Roles.Data;

namespace Platform.Roles.Reactions;

/// <summary>Two administrators who deactivate each other at the same moment meet here: one of them stays.</summary>
internal sealed class PersonDeactivatedReaction(PlatformDbContext db) : INotificationHandler<PersonDeactivated>
{
    public async Task Handle(PersonDeactivated notification, CancellationToken cancellationToken)
    {
        var administrator = await db.Roles.SingleAsync(role => role.BuiltIn && role.Name == BuiltInRoles.Administrator, cancellationToken);
        if (await db.RoleAssignments.AnyAsync(has => has.PersonId == notification.PersonId && has.RoleId == administrator.Id, cancellationToken))
        {
            db.MeetAt(administrator);
        }
    }
}
