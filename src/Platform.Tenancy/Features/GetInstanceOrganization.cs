using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;

namespace Platform.Tenancy.Features;

internal sealed record GetInstanceOrganizationQuery(Guid Id) : IQuery<Result<InstanceOrganization>>;

internal static class GetInstanceOrganization
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetInstanceOrganizationQuery(id), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db) : IRequestHandler<GetInstanceOrganizationQuery, Result<InstanceOrganization>>
    {
        public async Task<Result<InstanceOrganization>> Handle(GetInstanceOrganizationQuery request, CancellationToken cancellationToken)
        {
            var organization = await db.Organizations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            return organization is null
                ? new Error(ErrorCodes.NotFound, "There is no such organization.")
                : InstanceOrganization.Of(organization);
        }
    }
}
