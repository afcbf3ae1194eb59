using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;
using Platform.Notifications.Webhooks;

namespace Platform.Notifications.Features;

/// <summary>The fields to change; what is left out stays.</summary>
/// <param name="Url">A new address is used for what is still to be delivered too.</param>
/// <param name="Status">
/// <c>disabled</c> gives up what is still to be delivered, and has it told of nothing from then on; <c>active</c> has it told of
/// what happens from then on.
/// </param>
internal sealed record UpdateWebhookRequest(string? Url, Optional<string?> Description, IReadOnlyList<string>? Events, string? Status);

internal sealed record UpdateWebhookCommand(Guid Id, UpdateWebhookRequest Changes, int? Version) : ICommand<Result<WebhookAnswer>>;

internal static class UpdateWebhook
{
    private const string Active = "active";
    private const string Disabled = "disabled";

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        Guid id, UpdateWebhookRequest body, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var version = http.Request.ReadIfMatch();
        if (version.Error is { } malformed)
        {
            return malformed.ToProblem();
        }

        var result = await mediator.Send(new UpdateWebhookCommand(id, body, version.Value), cancellationToken);
        if (result.Error is null)
        {
            http.Response.WriteETag(result.Value.Version);
        }

        return result.ToAnswer();
    }

    internal sealed class Validator : AbstractValidator<UpdateWebhookCommand>
    {
        public Validator(TargetRules targets)
        {
            When(x => x.Changes.Url is not null, () => RuleFor(x => x.Changes.Url).IsWebhookUrl(targets));
            RuleFor(x => x.Changes.Description.Value).IsWebhookDescription();
            When(x => x.Changes.Events is not null, () => RuleFor(x => x.Changes.Events).AreWebhookEvents());
            RuleFor(x => x.Changes.Status).Must(status => status is null or Active or Disabled)
                .OverridePropertyName("status").WithMessage("status must be active or disabled.");
        }
    }

    internal sealed class Handler(PlatformDbContext db, AuditSubscriptions subscriptions, TimeProvider time) : IRequestHandler<UpdateWebhookCommand, Result<WebhookAnswer>>
    {
        public async Task<Result<WebhookAnswer>> Handle(UpdateWebhookCommand request, CancellationToken cancellationToken)
        {
            var webhook = await db.Webhooks.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (webhook is null)
            {
                return GetWebhook.NotFound;
            }

            if (webhook.CheckVersion(request.Version) is { } stale)
            {
                return stale;
            }

            var changes = request.Changes;
            var (url, events) = (changes.Url ?? webhook.Url, changes.Events ?? webhook.Events);
            var tellsMore = url != webhook.Url || !webhook.Events.Contains(WebhookEvents.AuditAppended) || changes.Status == Active;
            if (tellsMore && subscriptions.CheckMayTell(events) is { } denied)
            {
                return denied;
            }

            webhook.Change(url, changes.Description.Or(webhook.Description), events);
            await subscriptions.KeepAsync(webhook, cancellationToken);
            if (changes.Status == Active && webhook.Status == WebhookStatus.Disabled)
            {
                webhook.Enable();
            }
            else if (changes.Status == Disabled && webhook.Status == WebhookStatus.Active)
            {
                webhook.Disable(Webhook.ByHand);
                await db.StopDeliveriesAsync(webhook.Id, cancellationToken);
            }

            await db.SaveChangesAsync(cancellationToken);
            return WebhookAnswer.Of(webhook, time.UtcNow());
        }
    }
}
