using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Jobs;
using Platform.Tenancy.Data;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <summary>What other modules ask about organizations.</summary>
internal sealed class OrganizationQueries(PlatformDbContext db, TimeProvider time) :
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

    public async Task<OrganizationStanding?> Handle(FindOrganization request, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(request.IdOrSlug, out var id))
        {
            return await Handle(new GetOrganizationStanding(id), cancellationToken);
        }

        var (slug, now) = (request.IdOrSlug.ToLowerInvariant(), time.UtcNow());
        return await Standings(db.Organizations.Where(organization => organization.Slug == slug)).SingleOrDefaultAsync(cancellationToken)
            ?? (await db.FormerSlugs.AsNoTracking().FirstOrDefaultAsync(former => former.Slug == slug && former.EndsAt > now, cancellationToken) is { } former
                ? await Handle(new GetOrganizationStanding(former.OrganizationId), cancellationToken)
                : null);
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

    private IQueryable<OrganizationStanding> Standings(IQueryable<Organization> organizations) =>
        organizations.AsNoTracking().Select(organization => new OrganizationStanding(
            organization.Id,
            organization.Slug,
            organization.Name,
            organization.Status != OrganizationStatus.Active,
            organization.RequireMfa,
            new TokenPolicy(
                organization.UserTokenLifetimeDays,
                organization.MaxActiveUserTokens,
                organization.ServiceTokenMaxLifetimeDays,
                organization.AllowNonExpiring,
                organization.IdleRevocationDays,
                organization.MaxOverlapHours,
                organization.AllowedAddresses,
                organization.DefaultRateLimitPerMinute),
            db.Set<FormerSlug>().Where(former => former.OrganizationId == organization.Id)
                .Select(former => new FormerOrganizationSlug(former.Slug, former.ReplacedAt, former.EndsAt))
                .ToList(),
            organization.ResumedAt));
}

/// <summary>The organizations that jobs go through. Nothing is done any more in one that is being deleted.</summary>
internal sealed class OrganizationDirectory(PlatformDbContext db) : IOrganizationDirectory
{
    public async Task<IReadOnlyList<Guid>> ListAsync(CancellationToken cancellationToken) =>
        await db.Organizations.AsNoTracking().Where(organization => organization.Status != OrganizationStatus.Deleting).OrderBy(organization => organization.Id).Select(organization => organization.Id).ToListAsync(cancellationToken);
}
