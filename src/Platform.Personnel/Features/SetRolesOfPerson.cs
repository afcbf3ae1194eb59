using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Roles;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;

namespace Platform.Personnel.Features;

/// <summary>All of the person's roles from now on.</summary>
internal sealed record SetRolesOfPersonRequest(IReadOnlyList<Guid>? RoleIds);

internal sealed record SetRolesOfPersonCommand(Guid Id, IReadOnlyList<Guid> RoleIds) : ICommand<Result<PersonAnswer>>;

internal static class SetRolesOfPerson
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        Guid id, SetRolesOfPersonRequest body, HttpResponse response, IMediator mediator, CancellationToken cancellationToken) =>
        body.RoleIds is null
            ? Error.Invalid("roleIds", "roleIds must list the person's roles; an empty list takes all away.").ToProblem()
            : GetPerson.Answer(await mediator.Send(new SetRolesOfPersonCommand(id, body.RoleIds), cancellationToken), response);

    internal sealed class Handler(PlatformDbContext db, IMediator mediator) : IRequestHandler<SetRolesOfPersonCommand, Result<PersonAnswer>>
    {
        public async Task<Result<PersonAnswer>> Handle(SetRolesOfPersonCommand request, CancellationToken cancellationToken)
        {
            var person = await db.People.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (person is null)
            {
                return Error.NotFound("person");
            }

            var assigned = await mediator.Send(new AssignRoles(request.Id, request.RoleIds), cancellationToken);
            if (assigned.Error is { } error)
            {
                return error;
            }

            await db.SaveChangesAsync(cancellationToken);
            return await mediator.ToAnswerAsync(person, cancellationToken);
        }
    }
}
