using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Personnel;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Organizations;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Jobs;

/// <summary>
/// Deletes the rows of organizations whose days of grace are over, from every table, and then the organization, which frees its
/// slug. No command itself: each part of it is one, short as all writing is.
/// </summary>
internal sealed record PurgeOrganizations : IRequest<Result<int>>;

/// <summary>Deletes the organization itself, once nothing else of it is there, and slugs that lead nowhere any more.</summary>
internal sealed record PurgeOrganization(Guid Id) : ICommand<Result<int>>;

internal sealed partial class PurgeOrganizationsHandler(PlatformDbContext db, IMediator mediator, ILogger<PurgeOrganizationsHandler> logger, TimeProvider time) :
    IRequestHandler<PurgeOrganizations, Result<int>>, IRequestHandler<PurgeOrganization, Result<int>>
{
    /// <summary>Several tables of each have rows of theirs.</summary>
    private const int PeopleAtATime = 20;

    public async Task<Result<int>> Handle(PurgeOrganizations request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var due = await db.Organizations.AsNoTracking()
            .Where(organization => organization.Status == OrganizationStatus.Deleting && organization.PurgeAt <= now)
            .OrderBy(organization => organization.PurgeAt)
            .Select(organization => organization.Id)
            .ToListAsync(cancellationToken);
        foreach (var organization in due)
        {
            var purged = await PurgeAsync(organization, cancellationToken);
            if (purged.Error is { } error)
            {
                return error;
            }

            LogPurged(organization, purged.Value);
        }

        return due.Count;
    }

    public async Task<Result<int>> Handle(PurgeOrganization request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var organization = await db.Organizations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
        if (organization is null || await db.Organizations.Where(row => row.Id == request.Id).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            // Another node was quicker.
            return 0;
        }

        await db.FormerSlugs.Where(former => former.EndsAt <= now).ExecuteDeleteAsync(cancellationToken);
        db.NoteForInstance("organization.purged", organization, ("slug", organization.Slug));
        return 1;
    }

    private async Task<Result<int>> PurgeAsync(Guid organization, CancellationToken cancellationToken)
    {
        int people;
        do
        {
            var some = await mediator.Send(new PurgePeople(organization, PeopleAtATime), cancellationToken);
            if (some.Error is { } error)
            {
                return error;
            }

            people = some.Value;
            await Task.Delay(ShortTurns.Pause, cancellationToken);
        }
        while (people > 0);

        var rows = await mediator.Send(new PurgeRows(organization), cancellationToken);
        if (rows.Error is { } refused)
        {
            return refused;
        }

        var itself = await mediator.Send(new PurgeOrganization(organization), cancellationToken);
        return itself.Error is { } failed ? failed : rows.Value + itself.Value;
    }

    [LoggerMessage(LogLevel.Information, "The organization {Organization} was deleted for good, with {Rows} rows")]
    private partial void LogPurged(Guid organization, int rows);
}
