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
/// <param name="AuditRetentionDays">For how many days the audit log is kept; null for ever.</param>
internal sealed record OrganizationAnswer(
    Guid Id, string Slug, string Name, string Status, string TimeZone, string? ContactEmail, TokenPolicyAnswer TokenPolicy, int? AuditRetentionDays, int Version)
{
    public static OrganizationAnswer Of(Organization organization) => new(
        organization.Id,
        organization.Slug,
        organization.Name,
        organization.Status.ToString().ToLowerInvariant(),
        organization.TimeZone,
        organization.ContactEmail,
        TokenPolicyAnswer.Of(organization),
        organization.AuditRetentionDays,
        organization.Version);
}

/// <summary>The organization's rules for tokens and sign-in.</summary>
/// <param name="UserTokenLifetimeDays">How long a person's token lives, in days.</param>
/// <param name="MaxActiveUserTokens">How many tokens a person may have at a time.</param>
/// <param name="ServiceTokenMaxLifetimeDays">How long a service account's token may live at most, in days; null for no limit.</param>
/// <param name="AllowNonExpiring">Whether a service account's token may be without expiration.</param>
/// <param name="IdleRevocationDays">After how many days without use a token is revoked; null for never.</param>
/// <param name="ReminderDays">How many days before a token's end its owner is reminded.</param>
/// <param name="MaxOverlapHours">How long a replaced token may live on at most.</param>
/// <param name="AllowedAddresses">CIDRs from which alone tokens may be used; empty for anywhere.</param>
/// <param name="DefaultRateLimitPerMinute">Requests a minute of a token without a limit of its own; null for no limit.</param>
/// <param name="RequireMfa">Whether only sessions with a second factor are let in.</param>
internal sealed record TokenPolicyAnswer(
    int UserTokenLifetimeDays,
    int MaxActiveUserTokens,
    int? ServiceTokenMaxLifetimeDays,
    bool AllowNonExpiring,
    int? IdleRevocationDays,
    IReadOnlyList<int> ReminderDays,
    int MaxOverlapHours,
    IReadOnlyList<string> AllowedAddresses,
    int? DefaultRateLimitPerMinute,
    bool RequireMfa)
{
    public static TokenPolicyAnswer Of(Organization organization) => new(
        organization.UserTokenLifetimeDays,
        organization.MaxActiveUserTokens,
        organization.ServiceTokenMaxLifetimeDays,
        organization.AllowNonExpiring,
        organization.IdleRevocationDays,
        organization.ReminderDays,
        organization.MaxOverlapHours,
        organization.AllowedAddresses,
        organization.DefaultRateLimitPerMinute,
        organization.RequireMfa);
}

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
