using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.Features;

internal sealed record DeletePersonCommand(Guid Id, int? Version) : ICommand<Result>;

/// <summary>
/// Removes a person's record. Whatever it gave access to ends as with a deactivation; the account is its holder's, and stays.
/// </summary>
internal static class DeletePerson
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var version = request.ReadIfMatch();
        return version.Error is { } malformed
            ? malformed.ToProblem()
            : (await mediator.Send(new DeletePersonCommand(id, version.Value), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, Events events, IMediator mediator, PersonAccess access, TimeProvider time)
        : IRequestHandler<DeletePersonCommand, Result>
    {
        public async Task<Result> Handle(DeletePersonCommand request, CancellationToken cancellationToken)
        {
            var person = await db.People.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (person is null)
            {
                return Error.NotFound("person");
            }

            if (person.CheckVersion(request.Version) is { } stale)
            {
                return stale;
            }

            if (await mediator.Send(new IsLastAdministrator(person.Id), cancellationToken))
            {
                return Error.Conflict("This is the organization's last administrator. Make somebody else one first.");
            }

            await access.EndAsync(person, "person-deleted", time.UtcNow(), cancellationToken);
            if (person.Status != PersonStatus.Deactivated)
            {
                await events.PublishAsync<PersonDeactivated>(new(person.OrganizationId, person.Id, person.Name), cancellationToken);
            }

            // Saved by itself, so that the log has the end of the invitations before that of the record they belong to.
            await db.SaveChangesAsync(cancellationToken);
            db.RemoveRange(await db.Invitations.Where(row => row.PersonId == person.Id).ToListAsync(cancellationToken));
            db.Remove(person);
            await events.PublishAsync((IEvent)new PersonDeleted(person.OrganizationId, person.Id, person.Name), cancellationToken);
            return Result.Done;
        }
    }
}
