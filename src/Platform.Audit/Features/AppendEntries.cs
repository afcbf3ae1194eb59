using Platform.Audit.Data;
using Platform.Audit.Domain;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;

namespace Platform.Audit.Features;

/// <summary>Appends what a command changed to the chains, inside its transaction.</summary>
internal sealed class AppendEntries(DatabaseProvider provider, TimeProvider time) : IAuditLog
{
    public async Task AppendAsync(PlatformDbContext db, IReadOnlyList<AuditFact> facts, Caller caller, CancellationToken cancellationToken)
    {
        var (end, now) = (new ChainEnd(db, provider), time.UtcNow());

        // In the order of the ids, so that two transactions that touch two chains never wait for each other.
        foreach (var chain in facts.GroupBy(fact => fact.OrganizationId).OrderBy(group => group.Key))
        {
            List<AuditFact> own = [.. chain];
            await end.AddAsync(chain.Key, own.Count, (at, sequence, previous) => Describe(own[at], caller, now, sequence, previous), cancellationToken);
        }
    }

    private static AuditEntry Describe(AuditFact fact, Caller caller, DateTime now, long sequence, byte[] previous) => new()
    {
        Sequence = sequence,
        At = now,
        ActorKind = caller.Actor.Kind,
        ActorId = caller.Actor.Id,
        ActorName = caller.Actor.Name,
        ActorTokenId = caller.TokenId,
        Action = fact.Action,
        TargetKind = fact.TargetKind,
        TargetId = fact.TargetId,
        TargetName = fact.TargetName,
        Changes = fact.Changes.ToJsonString(),
        Address = caller.Address?.ToString(),
        UserAgent = caller.UserAgent,
        TraceId = caller.TraceId,
        PreviousHash = previous,
    };
}
