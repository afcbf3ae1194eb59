using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Kernel.Data;
using Platform.Roles.Data;

namespace Platform.Roles.Reactions;

/// <summary>A person whose record was removed has no role any more: in the same transaction.</summary>
internal sealed class PersonDeletedReaction(PlatformDbContext db) : INotificationHandler<PersonDeleted>
{
    public async Task Handle(PersonDeleted notification, CancellationToken cancellationToken) =>
        db.RemoveRange(await db.RoleAssignments.Where(assignment => assignment.PersonId == notification.PersonId).ToListAsync(cancellationToken));
}
