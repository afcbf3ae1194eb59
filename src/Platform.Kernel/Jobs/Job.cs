using MediatR;
using Platform.Kernel.Results;

namespace Platform.Kernel.Jobs;

/// <summary>
/// A timer that only sends a command. Modules declare theirs in their door; a test sends the same command with a clock of
/// its own.
/// </summary>
/// <param name="Name">What operators call it: <c>tokens-expire</c>.</param>
/// <param name="Every">The time from one run to the next.</param>
/// <param name="Command">Makes the command of one run.</param>
/// <param name="PerOrganization">
/// True where it runs once for each organization, each in a transaction of its own, so that one's failure does not stop the next.
/// </param>
public sealed record Job(string Name, TimeSpan Every, Func<IRequest<Result>> Command, bool PerOrganization = false);

/// <summary>Names the organizations that jobs go through. The Tenancy module is it.</summary>
public interface IOrganizationDirectory
{
    Task<IReadOnlyList<Guid>> ListAsync(CancellationToken cancellationToken);
}
