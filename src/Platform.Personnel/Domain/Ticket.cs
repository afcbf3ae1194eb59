using Platform.Kernel.Data;

namespace Platform.Personnel.Domain;

internal enum TicketKind
{
    /// <summary>The password was right; a second factor is to be enrolled.</summary>
    Enrolment,

    /// <summary>A passkey's challenge, to sign in with one.</summary>
    PasskeySignIn,

    /// <summary>A passkey's challenge, to add one.</summary>
    PasskeyEnrolment,
}

/// <summary>The server's side of a sign-in in several steps: found by its secret, good once, and soon over.</summary>
internal sealed class Ticket : Entity, IInstanceWide, INoGrantEffect
{
    private Ticket()
    {
    }

    public Ticket(TicketKind kind, Guid? accountId, byte[] hash, string state, DateTime now) =>
        (Kind, AccountId, Hash, State, CreatedAt, ExpiresAt) =
            (kind, accountId, hash, state, now, now + TimeSpan.FromMinutes(kind == TicketKind.Enrolment ? 15 : 5));

    public TicketKind Kind { get; private init; }

    /// <summary>Null where it is not known yet who signs in.</summary>
    public Guid? AccountId { get; private init; }

    public byte[] Hash { get; private init; } = [];

    /// <summary>The passkey's challenge as Identity wants it back, or the key to be enrolled.</summary>
    public string State { get; private init; } = "";

    public DateTime CreatedAt { get; private init; }

    public DateTime ExpiresAt { get; private init; }
}
