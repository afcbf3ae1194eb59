using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <param name="Reason">For the organization's administrators and its log; at most 400 characters.</param>
internal sealed record SuspendOrganizationRequest(string? Reason);

/// <summary>Once this has been answered, no node accepts any token or session of the organization. Nothing of it is lost.</summary>
/// <param name="Revision">The number of the change that reached every node.</param>
internal sealed record SuspensionReceipt(Guid OrganizationId, DateTime SuspendedAt, long Revision, IReadOnlyList<NodeAcknowledgement> Nodes);

/// <summary>The value is when it was suspended, now or before.</summary>
internal sealed record SuspendOrganizationCommand(Guid Id, string? Reason) : ICommand<Result<DateTime>>;

internal static class SuspendOrganization
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        Guid id, SuspendOrganizationRequest? body, IMediator mediator, StoppedOrganizations stopped, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new SuspendOrganizationCommand(id, string.IsNullOrWhiteSpace(body?.Reason) ? null : body.Reason.Trim()), cancellationToken);
        if (result.Error is { } error)
        {
            return error.ToProblem();
        }

        var receipt = await stopped.ReceiptAsync(id);
        return TypedResults.Ok(new SuspensionReceipt(id, result.Value, receipt.Revision, receipt.Nodes));
    }

    internal sealed class Validator : AbstractValidator<SuspendOrganizationCommand>
    {
        public Validator() => RuleFor(x => x.Reason).MaximumLength(400);
    }

    internal sealed class Handler(PlatformDbContext db, Events events, TimeProvider time) : IRequestHandler<SuspendOrganizationCommand, Result<DateTime>>
    {
        public async Task<Result<DateTime>> Handle(SuspendOrganizationCommand request, CancellationToken cancellationToken)
        {
            if (await db.FindOrganizationAsync(request.Id, cancellationToken) is not { } organization)
            {
                return OperatorActs.NotFound;
            }

            var before = organization.Status;
            if (organization.Suspend(request.Reason, time.UtcNow()) is { } refused)
            {
                return refused;
            }

            if (organization.Status != before)
            {
                db.NoteForInstance("organization.suspended", organization, ("reason", request.Reason));
                await events.PublishAsync<OrganizationSuspended>(new(organization.Id, organization.Name, request.Reason), cancellationToken);
            }

            return organization.SuspendedAt!.Value;
        }
    }
}

/// <summary>How far the change has come that stopped an organization.</summary>
internal sealed class StoppedOrganizations(UnitOfWork work, Revisions revisions, PlatformDbContext db)
{
    /// <summary>The receipt of the command just sent; where that found its work done, that all nodes have it by now.</summary>
    public async Task<Receipt> ReceiptAsync(Guid organizationId) =>
        work.Receipt ?? (await revisions.RepeatAsync(db, organizationId, CancellationToken.None)).Receipt;
}
