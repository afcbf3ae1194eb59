using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Jobs;
using Platform.Tenancy.Data;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <summary>What other modules ask about organizations.</summary>
internal sealed class OrganizationQueries(PlatformDbContext db) :
    IRequestHandler<GetOrganizationStanding, OrganizationStanding?>,
    IRequestHandler<FindOrganization, OrganizationStanding?>,
    IRequestHandler<GetOrganizations, IReadOnlyList<OrganizationStanding>>,
    IRequestHandler<GetReminderSettings, ReminderSettings?>,
    IRequestHandler<GetAuditRetention, int?>,
    IRequestHandler<IsOperator, bool>,
    IRequestHandler<HasOperator, bool>
{
    public Task<OrganizationStanding?> Handle(GetOrganizationStanding request, CancellationToken cancellationToken) =>
        Standings(db.Organizations.Where(organization => organization.Id == request.OrganizationId)).SingleOrDefaultAsync(cancellationToken);

    public Task<OrganizationStanding?> Handle(FindOrganization request, CancellationToken cancellationToken)
    {
        var slug = request.IdOrSlug.ToLowerInvariant();
        var named = Guid.TryParse(request.IdOrSlug, out var id)
            ? db.Organizations.Where(organization => organization.Id == id)
            : db.Organizations.Where(organization => organization.Slug == slug);
        return Standings(named).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<OrganizationStanding>> Handle(GetOrganizations request, CancellationToken cancellationToken) =>
        await Standings(db.Organizations.Where(organization => request.Ids.Contains(organization.Id)).OrderBy(organization => organization.Name))
            .ToListAsync(cancellationToken);

    public Task<ReminderSettings?> Handle(GetReminderSettings request, CancellationToken cancellationToken) => db.Organizations.AsNoTracking()
        .Where(organization => organization.Id == request.OrganizationId)
        .Select(organization => new ReminderSettings(organization.Name, organization.TimeZone, organization.ReminderDays))
        .SingleOrDefaultAsync(cancellationToken);

    public Task<int?> Handle(GetAuditRetention request, CancellationToken cancellationToken) => db.Organizations.AsNoTracking()
        .Where(organization => organization.Id == db.OrganizationId)
        .Select(organization => organization.AuditRetentionDays)
        .SingleOrDefaultAsync(cancellationToken);

    public Task<bool> Handle(IsOperator request, CancellationToken cancellationToken) =>
        db.Operators.AnyAsync(op => op.AccountId == request.AccountId && op.InvitedUntil == null, cancellationToken);

    public Task<bool> Handle(HasOperator request, CancellationToken cancellationToken) => db.Operators.AnyAsync(cancellationToken);

    private static IQueryable<OrganizationStanding> Standings(IQueryable<Organization> organizations) =>
        organizations.AsNoTracking().Select(organization => new OrganizationStanding(
            organization.Id,
            organization.Slug,
            organization.Name,
            organization.Status == OrganizationStatus.Suspended,
            organization.RequireMfa,
            new TokenPolicy(
                organization.UserTokenLifetimeDays,
                organization.MaxActiveUserTokens,
                organization.ServiceTokenMaxLifetimeDays,
                organization.AllowNonExpiring,
                organization.IdleRevocationDays,
                organization.MaxOverlapHours,
                organization.AllowedAddresses,
                organization.DefaultRateLimitPerMinute)));
}

/// <summary>The organizations that jobs go through.</summary>
internal sealed class OrganizationDirectory(PlatformDbContext db) : IOrganizationDirectory
{
    public async Task<IReadOnlyList<Guid>> ListAsync(CancellationToken cancellationToken) =>
        await db.Organizations.AsNoTracking().OrderBy(organization => organization.Id).Select(organization => organization.Id).ToListAsync(cancellationToken);
}
