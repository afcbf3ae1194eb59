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

/// <summary>An organization as its own people see it.</summary>
/// <param name="TimeZone">An IANA name.</param>
internal sealed record OrganizationAnswer(
    Guid Id, string Slug, string Name, string Status, string TimeZone, string? ContactEmail, TokenPolicyAnswer TokenPolicy, int Version)
{
    public static OrganizationAnswer Of(Organization organization) => new(
        organization.Id,
        organization.Slug,
        organization.Name,
        organization.Status.ToString().ToLowerInvariant(),
        organization.TimeZone,
        organization.ContactEmail,
        new TokenPolicyAnswer(organization.UserTokenLifetimeDays, organization.ServiceTokenMaxLifetimeDays, organization.AllowNonExpiring, organization.RequireMfa),
        organization.Version);
}

/// <summary>The organization's rules for tokens and sign-in.</summary>
/// <param name="UserTokenLifetimeDays">How long a person's token lives, in days.</param>
/// <param name="ServiceTokenMaxLifetimeDays">How long a service account's token may live at most, in days; null for no limit.</param>
/// <param name="AllowNonExpiring">Whether a service account's token may be without expiration.</param>
/// <param name="RequireMfa">Whether only sessions with a second factor are let in.</param>
internal sealed record TokenPolicyAnswer(int UserTokenLifetimeDays, int? ServiceTokenMaxLifetimeDays, bool AllowNonExpiring, bool RequireMfa);

internal sealed record GetOrganizationQuery : IQuery<Result<OrganizationAnswer>>;

internal static class GetOrganization
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, HttpResponse response, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new GetOrganizationQuery(), cancellationToken);
        if (result.Error is null)
        {
            response.WriteETag(result.Value.Version);
        }

        return result.ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db) : IRequestHandler<GetOrganizationQuery, Result<OrganizationAnswer>>
    {
        public async Task<Result<OrganizationAnswer>> Handle(GetOrganizationQuery request, CancellationToken cancellationToken)
        {
            var organization = await db.Organizations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == db.OrganizationId, cancellationToken);
            return organization is null ? Error.NotFound("organization") : OrganizationAnswer.Of(organization);
        }
    }
}
