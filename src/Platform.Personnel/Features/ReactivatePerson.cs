using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Roles;
using Platform.Kernel.Auditing;
using Platform.Kernel.Authorization;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.Features;

internal sealed record ReactivatePersonCommand(Guid Id) : ICommand<Result<PersonAnswer>>;

internal static class ReactivatePerson
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, HttpResponse response, CancellationToken cancellationToken) =>
        GetPerson.Answer(await mediator.Send(new ReactivatePersonCommand(id), cancellationToken), response);

    internal sealed class Handler(PlatformDbContext db, Caller caller, IMediator mediator) : IRequestHandler<ReactivatePersonCommand, Result<PersonAnswer>>
    {
        public async Task<Result<PersonAnswer>> Handle(ReactivatePersonCommand request, CancellationToken cancellationToken)
        {
            var person = await db.People.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (person is null)
            {
                return Error.NotFound("person");
            }

            if (person.Status == PersonStatus.Deactivated)
            {
                // The person's roles come back with them.
                var permissions = await mediator.Send(new GetPermissionsOfPerson(person.Id), cancellationToken);
                if (caller.CheckGrantable("id", ScopeSet.Of(permissions)) is { } beyond)
                {
                    return beyond;
                }

                // Somebody who had joined comes back as they were; somebody who never did still has to.
                var hasAccepted = person.LastSignInAt is not null;
                person.Reactivate(hasAccepted);
                await db.SaveChangesAsync(cancellationToken);
            }

            return await mediator.ToAnswerAsync(person, cancellationToken);
        }
    }
}
