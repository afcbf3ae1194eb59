using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Tenancy.Data;

namespace Platform.Tenancy.Features;

/// <summary>Which operator may read an organization now. Part of loading a grant, as well as of what operators may do there.</summary>
internal sealed class SupportQueries(PlatformDbContext db, OrganizationScope scope, TimeProvider time) : IRequestHandler<SupportEntryOf, SupportEntryFound?>
{
    public async Task<SupportEntryFound?> Handle(SupportEntryOf request, CancellationToken cancellationToken)
    {
        var (now, operators) = (time.UtcNow(), db.Operators);
        using (scope.Within(request.OrganizationId))
        {
            return await db.SupportEntries.AsNoTracking()
                .Where(entry => entry.OperatorAccountId == request.OperatorAccountId && entry.EndedAt == null && entry.Until > now)
                .Where(entry => operators.Any(op => op.AccountId == entry.OperatorAccountId && op.InvitedUntil == null))
                .OrderByDescending(entry => entry.Until)
                .Select(entry => new SupportEntryFound(entry.Id, entry.Reason, entry.Until))
                .FirstOrDefaultAsync(cancellationToken);
        }
    }
}
