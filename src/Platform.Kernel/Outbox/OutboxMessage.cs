using MediatR;
using Platform.Kernel.Data;

namespace Platform.Kernel.Outbox;

/// <summary>
/// An event that left its transaction as a row, to be delivered at least once to whoever tells people and other systems. A
/// fault in a delivery can't undo the change.
/// </summary>
public sealed class OutboxMessage : IInstanceWide, INoGrantEffect
{
    private OutboxMessage()
    {
    }

    public OutboxMessage(string name, Guid organizationId, string payload, DateTime now) =>
        (Name, OrganizationId, Payload, OccurredAt, DueAt) = (name, organizationId, payload, now, now);

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    /// <summary>The event's stable name.</summary>
    public string Name { get; private init; } = "";

    public Guid OrganizationId { get; private init; }

    /// <summary>The event as JSON.</summary>
    public string Payload { get; private init; } = "";

    public DateTime OccurredAt { get; private init; }

    /// <summary>When to deliver it, or again; null once delivered or given up.</summary>
    public DateTime? DueAt { get; private set; }

    public int Attempts { get; private set; }

    public string? LastError { get; private set; }

    public void Delivered() => (Attempts, DueAt, LastError) = (Attempts + 1, null, null);

    /// <summary>Tries again after 1, 2, 4, … s up to 5 minutes, 20 times in all.</summary>
    public void Failed(string error, DateTime now)
    {
        Attempts++;
        LastError = error.Cut(2000);
        DueAt = Attempts >= 20 ? null : now.AddSeconds(Math.Min(300, 1 << Math.Min(Attempts - 1, 9)));
    }
}

/// <summary>A message on its way out. Handlers must bear seeing the same <paramref name="Id"/> twice.</summary>
public sealed record OutboxDelivery(Guid Id, string Name, Guid OrganizationId, string Payload, DateTime OccurredAt) : INotification;
