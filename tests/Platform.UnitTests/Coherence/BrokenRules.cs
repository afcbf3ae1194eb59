using Platform.Kernel.Coherence;

namespace Platform.UnitTests.Coherence;

/// <summary>The rules of the protocol, each broken once. The model must notice every one of them.</summary>
public enum BrokenRule
{
    /// <summary>The protocol as it is.</summary>
    None,

    KeepsStaleLoads,
    JoinsOlderLoads,
    NeverRaisesTheEpoch,
    TakesWithoutALease,
    JoinsWithoutALease,
    LeaseFromTheAnswer,
    LeaseLongerThanThePatience,
    LeaseByTheMonotonicClockAlone,
    LeaseByTheTimeOfDayAlone,
    LeaseWhereTimeWentBack,
    AcknowledgesWithoutApplying,
    RenewsThoughFenced,
    TakesNoNoticeOfPrunedChanges,
    JoinsAnewWithAFullMemory,
    RegistersAtTheHeadOfThatMoment,
    ReusesItsRenewals,
    LeavesBeforeItStops,
    AnswersAfterTheCommit,
    RepeatsWithoutWaiting,
    ReadsTheNodesBeforeTheCommit,
    FencesAtOnce,
    FencesWithoutAMargin,
    FencesWhoeverHasRenewed,
    CountsThePatienceFromTheCommit,
    PrunesLivingNodes,
}

internal sealed class BrokenEpoch(BrokenRule broken) : CacheEpoch
{
    /// <summary>True where somebody has joined a load since this was set.</summary>
    public bool HasJoined { get; set; }

    public override bool MayJoin(long began) => HasJoined = broken == BrokenRule.JoinsOlderLoads || base.MayJoin(began);

    public override bool MayKeep(long began) => broken == BrokenRule.KeepsStaleLoads || base.MayKeep(began);

    public override void Raise()
    {
        if (broken != BrokenRule.NeverRaisesTheEpoch)
        {
            base.Raise();
        }
    }
}

internal sealed class BrokenProtocol(BrokenRule broken, NodeClock clock, Action<IReadOnlyCollection<Drop>> drop)
    : NodeProtocol(Guid.CreateVersion7(), drop)
{
    public override Poll Begin(ClockReading now) =>
        broken == BrokenRule.ReusesItsRenewals ? base.Begin(now) with { Renewal = 1 } : base.Begin(now);

    protected override void Forget()
    {
        if (broken != BrokenRule.JoinsAnewWithAFullMemory)
        {
            base.Forget();
        }
    }

    protected override void Apply(IReadOnlyCollection<Drop> news)
    {
        if (broken != BrokenRule.AcknowledgesWithoutApplying)
        {
            base.Apply(news);
        }
    }

    protected override bool IsRenewed(PollAnswer answer) => broken == BrokenRule.RenewsThoughFenced || base.IsRenewed(answer);

    protected override bool IsWhole(PollAnswer answer) => broken == BrokenRule.TakesNoNoticeOfPrunedChanges || base.IsWhole(answer);

    protected override ClockReading LeaseFrom(Poll poll, PollAnswer answer) =>
        broken == BrokenRule.LeaseFromTheAnswer ? clock.Read() : base.LeaseFrom(poll, answer);

    protected override bool IsInTime(ClockReading now, ClockReading from) => broken switch
    {
        BrokenRule.LeaseLongerThanThePatience => now.IsWithin(Lease * 1.4, from),
        BrokenRule.LeaseByTheMonotonicClockAlone => (now with { Utc = from.Utc }).IsWithin(Lease, from),
        BrokenRule.LeaseByTheTimeOfDayAlone => (now with { Monotonic = from.Monotonic }).IsWithin(Lease, from),
        BrokenRule.LeaseWhereTimeWentBack => now.Monotonic - from.Monotonic < Lease.Ticks && now.Utc - from.Utc < Lease.Ticks,
        _ => base.IsInTime(now, from),
    };
}

internal sealed class BrokenSettlement(BrokenRule broken, long? revision, Func<TimeSpan> monotonic) : Settlement(revision, monotonic())
{
    protected override bool IsOfUse(NodesRead read) => broken == BrokenRule.ReadsTheNodesBeforeTheCommit || base.IsOfUse(read);

    protected override bool MayFence(TimeSpan unrenewed) => broken switch
    {
        BrokenRule.FencesAtOnce => true,
        BrokenRule.FencesWithoutAMargin => unrenewed >= NodeProtocol.Lease,
        BrokenRule.CountsThePatienceFromTheCommit => monotonic() - Began >= Patience,
        _ => base.MayFence(unrenewed),
    };
}
