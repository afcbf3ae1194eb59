using MediatR;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Tenancy.Features;

/// <summary>The organization shows an operator out: once this has answered, no node lets the operator in.</summary>
internal sealed record EndSupportEntryCommand(Guid EntryId) : ICommand<Result>;

internal static class EndSupportEntry
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new EndSupportEntryCommand(id), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, SupportEnds ends) : IRequestHandler<EndSupportEntryCommand, Result>
    {
        public async Task<Result> Handle(EndSupportEntryCommand request, CancellationToken cancellationToken) =>
            await ends.EndAsync(db.OrganizationId!.Value, request.EntryId, cancellationToken) == SupportEnding.Unknown
                ? Error.NotFound("support entry")
                : Result.Done;
    }
}
