using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.Features;

internal sealed record DeactivatePersonCommand(Guid Id) : ICommand<Result<PersonAnswer>>;

internal static class DeactivatePerson
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, HttpResponse response, CancellationToken cancellationToken) =>
        GetPerson.Answer(await mediator.Send(new DeactivatePersonCommand(id), cancellationToken), response);

    internal sealed class Handler(PlatformDbContext db, Events events, IMediator mediator, TimeProvider time)
        : IRequestHandler<DeactivatePersonCommand, Result<PersonAnswer>>
    {
        public async Task<Result<PersonAnswer>> Handle(DeactivatePersonCommand request, CancellationToken cancellationToken)
        {
            var person = await db.People.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (person is null)
            {
                return Error.NotFound("person");
            }

            if (person.Status != PersonStatus.Deactivated)
            {
                if (await mediator.Send(new IsLastAdministrator(person.Id), cancellationToken))
                {
                    return Error.Conflict("This is the organization's last administrator. Make somebody else one first.");
                }

                person.Deactivate(time.UtcNow());
                await EndWhatIsOpenAsync(person, cancellationToken);
                await events.PublishAsync<PersonDeactivated>(new(person.OrganizationId, person.Id, person.Name), cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
            }

            return await mediator.ToAnswerAsync(person, cancellationToken);
        }

        /// <summary>
        /// Open invitations end, and so do sessions of an account that has nowhere else to go; a session of somebody who is also
        /// in another organization lives on there, while its access tokens for this one find no active person any more.
        /// </summary>
        private async Task EndWhatIsOpenAsync(Person person, CancellationToken cancellationToken)
        {
            var now = time.UtcNow();
            foreach (var invitation in await db.Invitations.Where(row => row.PersonId == person.Id && row.EndedAt == null).ToListAsync(cancellationToken))
            {
                invitation.Withdraw(now);
            }

            if (await mediator.Send(new IsOperator(person.AccountId), cancellationToken)
                || await db.PeopleOfEveryOrganization.AnyAsync(
                    row => row.AccountId == person.AccountId && row.Id != person.Id && row.Status == PersonStatus.Active, cancellationToken))
            {
                return;
            }

            var sessions = await db.Sessions.Where(row => row.AccountId == person.AccountId && row.EndedAt == null).ToListAsync(cancellationToken);
            foreach (var session in sessions)
            {
                session.End("person-deactivated", now);
            }
        }
    }
}
