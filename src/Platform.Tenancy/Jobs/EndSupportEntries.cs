using MediatR;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Features;

namespace Platform.Tenancy.Jobs;

/// <summary>
/// Notes the support entries whose time is over, and tells of it. They have let nobody in since, without this: the request path
/// looks at the clock.
/// </summary>
internal sealed record EndSupportEntries : ICommand<Result<int>>;

internal sealed class EndSupportEntriesHandler(SupportEnds ends) : IRequestHandler<EndSupportEntries, Result<int>>
{
    public async Task<Result<int>> Handle(EndSupportEntries request, CancellationToken cancellationToken) => await ends.EndDueAsync(cancellationToken);
}
