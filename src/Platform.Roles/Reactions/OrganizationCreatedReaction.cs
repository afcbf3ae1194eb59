using MediatR;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Roles.Domain;

namespace Platform.Roles.Reactions;

/// <summary>Gives a new organization its built-in roles.</summary>
internal sealed class OrganizationCreatedReaction(PlatformDbContext db) : INotificationHandler<OrganizationCreated>
{
    public async Task Handle(OrganizationCreated notification, CancellationToken cancellationToken)
    {
        db.AddRange(Role.BuiltInOnes());
        await db.SaveChangesAsync(cancellationToken);
    }
}
