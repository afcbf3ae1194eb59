using MediatR;
using Platform.Kernel.Data;

namespace Platform.Kernel.Outbox;

public enum OutboxState
{
    /// <summary>To be delivered; those of one organization in their order.</summary>
    Pending,

    Delivered,

    /// <summary>Given up after many attempts, so that the ones behind it go on. An operator sees it and may have it tried again.</summary>
    Parked,
}

/// <summary>
/// An event that left its transaction as a row, to be delivered at least once to whoever tells people and other systems. A
/// fault in a delivery can't undo the change.
/// </summary>
[OfOrganization(nameof(OrganizationId))]
[NotExported("Events on their way to whoever is told of them, which their notices and deliveries show")]
public sealed class OutboxMessage : Entity, IInstanceWide, INoGrantEffect
{
    /// <summary>How often a delivery is tried before it is given up: for about 8 minutes.</summary>
    public const int MaxAttempts = 10;

    private static long _lastPosition;

    private OutboxMessage()
    {
    }

    /// <param name="actorId">The person, service account or application whose act it was; null for the host itself.</param>
    public OutboxMessage(string name, Guid organizationId, string payload, DateTime now, Guid? actorId = null)
    {
        (Name, OrganizationId, Payload, OccurredAt, DueAt, ActorId) = (name, organizationId, payload, now, now, actorId);
        Position = NextPosition(now.Ticks);
    }

    /// <summary>The event's stable name.</summary>
    public string Name { get; private init; } = "";

    public Guid OrganizationId { get; private init; }

    public Guid? ActorId { get; private init; }

    /// <summary>The event as JSON.</summary>
    public string Payload { get; private init; } = "";

    public DateTime OccurredAt { get; private init; }

    /// <summary>Where it stands among its organization's: the time in ticks, and later than any before it in this process.</summary>
    public long Position { get; private init; }

    public OutboxState State { get; private set; }

    /// <summary>When to deliver it, or again; null once delivered or parked.</summary>
    public DateTime? DueAt { get; private set; }

    /// <summary>Until then one of several nodes is at it; after that it must have died.</summary>
    public DateTime? ClaimedUntil { get; private set; }

    public int Attempts { get; private set; }

    public string? LastError { get; private set; }

    public void Delivered() => (State, Attempts, DueAt, ClaimedUntil, LastError) = (OutboxState.Delivered, Attempts + 1, null, null, null);

    /// <summary>Tries again after 1, 2, 4, … s, and parks it after the last attempt.</summary>
    public void Failed(string error, DateTime now)
    {
        (Attempts, ClaimedUntil, LastError) = (Attempts + 1, null, error.Cut(2000));
        (State, DueAt) = Attempts >= MaxAttempts ? (OutboxState.Parked, (DateTime?)null) : (OutboxState.Pending, now.AddSeconds(1 << (Attempts - 1)));
    }

    /// <summary>Begins anew; false where it is not parked.</summary>
    public bool Retry(DateTime now)
    {
        if (State != OutboxState.Parked)
        {
            return false;
        }

        (State, DueAt, Attempts) = (OutboxState.Pending, now, 0);
        return true;
    }

    private static long NextPosition(long now)
    {
        while (true)
        {
            var last = Interlocked.Read(ref _lastPosition);
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref _lastPosition, next, last) == last)
            {
                return next;
            }
        }
    }
}

/// <summary>
/// A message on its way out, in the transaction that notes its delivery: what its handlers write is written once, and they only
/// write. Whatever takes long or can fail by somebody else's fault, such as a mail server, gets a queue of its own.
/// </summary>
/// <param name="ActorId">Whose act it was; null for the host itself.</param>
public sealed record OutboxDelivery(Guid Id, string Name, Guid OrganizationId, string Payload, DateTime OccurredAt, Guid? ActorId) : INotification;
