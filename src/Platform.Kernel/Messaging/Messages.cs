using MediatR;
using Platform.Kernel.Results;

namespace Platform.Kernel.Messaging;

/// <summary>Something that changes state. It runs in one transaction, which a command sent from inside its handler joins.</summary>
public interface ICommand;

/// <inheritdoc cref="ICommand"/>
public interface ICommand<TResult> : ICommand, IRequest<TResult>
    where TResult : IResult;

/// <summary>A command that may lose a race for a unique name, and says what that means to the caller.</summary>
public interface IUniqueCommand : ICommand
{
    /// <summary>The failure to answer with where a unique index was violated.</summary>
    Error OnDuplicate { get; }
}

/// <summary>A question. It changes nothing and tracks nothing.</summary>
public interface IQuery<out TResult> : IRequest<TResult>;

/// <summary>
/// Something that happened, named in the past tense. Handlers run in the process and transaction of the change;
/// a fault in one undoes the change. Notices, mail and webhooks take <see cref="IOutboxEvent"/> from the outbox instead.
/// </summary>
public interface IEvent : INotification;

/// <summary>An event that is also written to the outbox, under a name that never changes.</summary>
public interface IOutboxEvent : IEvent
{
    /// <summary>The stable name, such as <c>token.revoked</c>.</summary>
    static abstract string Name { get; }

    Guid OrganizationId { get; }
}

/// <summary>A command that comes after what it tells of has reached every node: it changes no grant and waits for none.</summary>
public interface IAfterwards : ICommand;

/// <summary>
/// A command of a job that finds the same to do again where a power cut has taken its changes back: its commit need not wait for
/// the disk, and nobody waits with it for their turn to write.
/// </summary>
public interface IFoundAgain : ICommand;
