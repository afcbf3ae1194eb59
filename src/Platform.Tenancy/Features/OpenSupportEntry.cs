using System.Text.Json.Nodes;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <summary>An organization to be entered as support. <c>POST /auth</c> with its id then gives an access token for it.</summary>
/// <param name="Reason">Why, up to 500 characters: the organization reads it in its audit log and in a notice.</param>
/// <param name="Minutes">For how long, 1 to 480; 60 where it is left out.</param>
internal sealed record OpenSupportEntryRequest(string? Reason, int? Minutes);

internal sealed record OpenSupportEntryCommand(Guid OrganizationId, string? Reason, int Minutes) : ICommand<Result<SupportEntryAnswer>>;

internal static class OpenSupportEntry
{
    private const int DefaultMinutes = 60;
    private const int MaxMinutes = 480;

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        Guid id, OpenSupportEntryRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        var opened = await mediator.Send(new OpenSupportEntryCommand(id, body.Reason?.Trim(), body.Minutes ?? DefaultMinutes), cancellationToken);
        return opened.Error is { } error
            ? error.ToProblem()
            : TypedResults.Created($"/api/v1/instance/organizations/{id}/support-entries/{opened.Value.Id}", opened.Value);
    }

    internal sealed class Validator : AbstractValidator<OpenSupportEntryCommand>
    {
        public Validator()
        {
            RuleFor(x => x.Reason).NotEmpty().MaximumLength(SupportEntry.MaxReason);
            RuleFor(x => x.Minutes).InclusiveBetween(1, MaxMinutes);
        }
    }

    internal sealed class Handler(PlatformDbContext db, OrganizationScope scope, Caller caller, Events events, IMediator mediator, TimeProvider time)
        : IRequestHandler<OpenSupportEntryCommand, Result<SupportEntryAnswer>>
    {
        public async Task<Result<SupportEntryAnswer>> Handle(OpenSupportEntryCommand request, CancellationToken cancellationToken)
        {
            var organization = await db.Organizations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.OrganizationId, cancellationToken);
            if (organization is null)
            {
                return new Error(ErrorCodes.NotFound, "There is no such organization.");
            }

            if (organization.Status == OrganizationStatus.Suspended)
            {
                return new Error(ErrorCodes.OrganizationSuspended, "The organization is suspended, so that nobody may act in it. Resume it first.");
            }

            using (scope.Within(organization.Id))
            {
                if (await mediator.Send(new IsActiveMember(caller.Actor.Id), cancellationToken))
                {
                    return Error.Conflict("You belong to the organization: act in it as yourself.");
                }

                if (await mediator.Send(new SupportEntryOf(caller.Actor.Id, organization.Id), cancellationToken) is { } open)
                {
                    return Error.Conflict($"You are in the organization already, until {open.Until:u}. Leave it first.");
                }

                var now = time.UtcNow();
                var entry = SupportEntry.Open(caller.Actor, request.Reason!, now.AddMinutes(request.Minutes), now);
                db.Add(entry);
                await events.PublishAsync<SupportEntered>(new(organization.Id, entry.Id, entry.OperatorEmail, entry.Reason, entry.Until), cancellationToken);
                await db.SaveChangesAsync(cancellationToken);

                // The organization's log has the entry itself; the instance's, that its operator has entered.
                db.Changes!.Note(new AuditFact(
                    OrganizationScope.Instance,
                    "support.entered",
                    "organization",
                    organization.Id,
                    organization.Name,
                    new JsonObject { ["reason"] = new JsonObject { ["before"] = null, ["after"] = entry.Reason } }));
                return SupportEntryAnswer.Of(entry, now);
            }
        }
    }
}
