using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

internal sealed record GetInstanceOrganizationQuery(Guid Id) : IQuery<Result<InstanceOrganization>>;

internal static class GetInstanceOrganization
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, HttpResponse response, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetInstanceOrganizationQuery(id), cancellationToken)).ToVersionedAnswer(response);

    /// <summary>The organization with its <c>ETag</c>, or the problem.</summary>
    public static Microsoft.AspNetCore.Http.IResult ToVersionedAnswer(this Result<InstanceOrganization> result, HttpResponse response)
    {
        if (result.Error is null)
        {
            response.WriteETag(result.Value.Version);
        }

        return result.ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, InstanceOrganizations answers) : IRequestHandler<GetInstanceOrganizationQuery, Result<InstanceOrganization>>
    {
        public async Task<Result<InstanceOrganization>> Handle(GetInstanceOrganizationQuery request, CancellationToken cancellationToken)
        {
            var organization = await db.Organizations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            return organization is null ? OperatorActs.NotFound : await answers.OfAsync(organization, cancellationToken);
        }
    }
}
