using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <param name="Confirm">The organization's name, exactly: whoever types it means this one.</param>
internal sealed record DeleteOrganizationRequest(string? Confirm);

/// <summary>
/// Once this has been answered, no node accepts any token or session of the organization. Its rows are still there, until
/// <paramref name="PurgeAt"/>.
/// </summary>
/// <param name="PurgeAt">From then on they are deleted, and nothing brings them back. Until then <c>POST …/restore</c> does.</param>
/// <param name="Revision">The number of the change that reached every node.</param>
internal sealed record DeletionReceipt(Guid OrganizationId, DateTime DeletedAt, DateTime PurgeAt, long Revision, IReadOnlyList<NodeAcknowledgement> Nodes);

internal sealed record DeleteOrganizationCommand(Guid Id, string? Confirm) : ICommand<Result<BegunDeletion>>;

internal sealed record BegunDeletion(DateTime At, DateTime PurgeAt);

internal static class DeleteOrganization
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        Guid id, [FromBody] DeleteOrganizationRequest? body, IMediator mediator, StoppedOrganizations stopped, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new DeleteOrganizationCommand(id, body?.Confirm), cancellationToken);
        if (result.Error is { } error)
        {
            return error.ToProblem();
        }

        var receipt = await stopped.ReceiptAsync(id);
        return TypedResults.Ok(new DeletionReceipt(id, result.Value.At, result.Value.PurgeAt, receipt.Revision, receipt.Nodes));
    }

    internal sealed class Handler(PlatformDbContext db, Events events, TimeProvider time) : IRequestHandler<DeleteOrganizationCommand, Result<BegunDeletion>>
    {
        public async Task<Result<BegunDeletion>> Handle(DeleteOrganizationCommand request, CancellationToken cancellationToken)
        {
            if (await db.FindOrganizationAsync(request.Id, cancellationToken) is not { } organization)
            {
                return OperatorActs.NotFound;
            }

            if (request.Confirm != organization.Name)
            {
                return Error.Invalid("confirm", "confirm must be the organization's name, exactly as it is.");
            }

            if (organization.Delete(time.UtcNow()) is { } refused)
            {
                return refused;
            }

            var purgeAt = organization.PurgeAt!.Value;
            db.NoteForInstance("organization.deleted", organization, ("purgeAt", purgeAt.ToString("O", System.Globalization.CultureInfo.InvariantCulture)));
            await events.PublishAsync<OrganizationDeleted>(new(organization.Id, organization.Name, purgeAt), cancellationToken);
            return new BegunDeletion(organization.DeletedAt!.Value, purgeAt);
        }
    }
}
