using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.Features;

/// <param name="Token">Shown once; null where it is mailed.</param>
internal sealed record Invited(string? Token, DateTime ExpiresAt, string Email);

internal sealed record InvitePersonCommand(Guid Id) : ICommand<Result<Invited>>;

internal static class InvitePerson
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new InvitePersonCommand(id), cancellationToken);
        return result.Error is { } error
            ? error.ToProblem()
            : TypedResults.Ok(request.InvitationLink(result.Value.Token, result.Value.Email, result.Value.ExpiresAt));
    }

    internal sealed class Handler(PlatformDbContext db, NewPeople newPeople, LinkHandover handover) : IRequestHandler<InvitePersonCommand, Result<Invited>>
    {
        public async Task<Result<Invited>> Handle(InvitePersonCommand request, CancellationToken cancellationToken)
        {
            var person = await db.People.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (person is null)
            {
                return Error.NotFound("person");
            }

            if (person.Status != PersonStatus.Invited)
            {
                return Error.Conflict("Only a person who has not joined yet can be invited.");
            }

            if (await handover.CheckAsync(person, cancellationToken) is { } beyond)
            {
                return beyond;
            }

            var (secret, expiresAt) = await newPeople.InviteAsync(person, cancellationToken);
            return new Invited(secret, expiresAt, person.Email);
        }
    }
}
