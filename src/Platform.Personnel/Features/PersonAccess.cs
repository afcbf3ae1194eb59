using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Roles;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Auditing;
using Platform.Kernel.Authorization;
using Platform.Kernel.Data;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <summary>What ends with a person's access, whether they are deactivated or their record is removed.</summary>
internal sealed class PersonAccess(PlatformDbContext db, IMediator mediator)
{
    /// <summary>
    /// Open invitations end, and so do sessions of an account that has nowhere else to go; a session of somebody who is also
    /// in another organization lives on there, while its access tokens for this one find no active person any more.
    /// </summary>
    public async Task EndAsync(Person person, string reason, DateTime now, CancellationToken cancellationToken)
    {
        await db.WithdrawInvitationsAsync(person, now, cancellationToken);
        if (await mediator.Send(new IsOperator(person.AccountId), cancellationToken)
            || await db.PeopleOfEveryOrganization.AnyAsync(
                row => row.AccountId == person.AccountId && row.Id != person.Id && row.Status == PersonStatus.Active, cancellationToken))
        {
            return;
        }

        await db.EndSessionsAsync(person.AccountId, reason, now, cancellationToken);
    }
}

/// <summary>Whether a caller may hand out a link that makes its holder a person: it is as good as the person's roles.</summary>
internal sealed class LinkHandover(Caller caller, IMediator mediator)
{
    public async Task<Error?> CheckAsync(Person person, CancellationToken cancellationToken) =>
        caller.CheckGrantable("id", ScopeSet.Of(await mediator.Send(new GetPermissionsOfPerson(person.Id), cancellationToken)));
}

internal static class PersonInvitations
{
    /// <summary>No link that was handed out leads anywhere any more.</summary>
    public static async Task WithdrawInvitationsAsync(this PlatformDbContext db, Person person, DateTime now, CancellationToken cancellationToken)
    {
        foreach (var invitation in await db.Invitations.Where(row => row.PersonId == person.Id && row.EndedAt == null).ToListAsync(cancellationToken))
        {
            invitation.Withdraw(now);
        }
    }
}
