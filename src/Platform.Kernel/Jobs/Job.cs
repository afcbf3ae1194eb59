using MediatR;
using Platform.Kernel.Results;

namespace Platform.Kernel.Jobs;

/// <summary>
/// A timer that only sends a command. Modules declare theirs in their door; a test sends the same command with a clock of
/// its own. Each node runs each job: what it does it must bear to be done twice, and at once.
/// </summary>
/// <param name="Name">What operators call it: <c>tokens-expire</c>.</param>
/// <param name="Every">The time from one run to the next.</param>
/// <param name="Command">Makes the command of one run, which answers how many things it has dealt with.</param>
/// <param name="PerOrganization">
/// True where it runs once for each organization, each in a transaction of its own, so that one's failure does not stop the next.
/// </param>
public sealed record Job(string Name, TimeSpan Every, Func<IRequest<Result<int>>> Command, bool PerOrganization = false)
{
    /// <summary>What it is for, in a sentence without a full stop.</summary>
    public string Description { get; init; } = "";
}

/// <summary>Names the organizations that jobs go through. The Tenancy module is it.</summary>
public interface IOrganizationDirectory
{
    Task<IReadOnlyList<Guid>> ListAsync(CancellationToken cancellationToken);
}
