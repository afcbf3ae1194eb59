using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
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

    internal sealed class Handler(PlatformDbContext db, Events events, IMediator mediator, PersonAccess access, TimeProvider time)
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
                await access.EndAsync(person, "person-deactivated", time.UtcNow(), cancellationToken);
                await events.PublishAsync<PersonDeactivated>(new(person.OrganizationId, person.Id, person.Name), cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
            }

            return await mediator.ToAnswerAsync(person, cancellationToken);
        }
    }
}
