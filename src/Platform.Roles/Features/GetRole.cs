using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Roles.Data;

namespace Platform.Roles.Features;

internal sealed record GetRoleQuery(Guid Id) : IQuery<Result<RoleAnswer>>;

internal static class GetRole
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, HttpResponse response, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new GetRoleQuery(id), cancellationToken), response);

    public static Microsoft.AspNetCore.Http.IResult Answer(Result<RoleAnswer> result, HttpResponse response)
    {
        if (result.Error is null)
        {
            response.WriteETag(result.Value.Version);
        }

        return result.ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db) : IRequestHandler<GetRoleQuery, Result<RoleAnswer>>
    {
        public async Task<Result<RoleAnswer>> Handle(GetRoleQuery request, CancellationToken cancellationToken)
        {
            var role = await db.Roles.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            return role is null ? Error.NotFound("role") : await db.ToAnswerAsync(role, cancellationToken);
        }
    }
}
