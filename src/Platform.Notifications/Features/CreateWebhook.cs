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

/// <summary>A webhook to be made.</summary>
/// <param name="Url">https, and http in the networks that the operator allows; at most 2,000 characters.</param>
/// <param name="Description">At most 400 characters.</param>
/// <param name="Events">The names of the events it is told of, from <c>GET /webhooks/events</c>; one at least.</param>
internal sealed record CreateWebhookRequest(string? Url, string? Description, IReadOnlyList<string>? Events);

internal sealed record CreateWebhookCommand(string? Url, string? Description, IReadOnlyList<string>? Events) : ICommand<Result<WebhookSecretAnswer>>;

internal static class CreateWebhook
{
    private const int LongestDescription = 400;

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(CreateWebhookRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new CreateWebhookCommand(body.Url, body.Description, body.Events), cancellationToken);
        return result.Error is { } error ? error.ToProblem() : TypedResults.Created($"/api/v1/webhooks/{result.Value.Id}", result.Value);
    }

    public static void IsWebhookUrl<T>(this IRuleBuilder<T, string?> rule, TargetRules targets) =>
        rule.Must(url => targets.WhatIsWrong(url) is null).WithMessage((_, url) => targets.WhatIsWrong(url)).OverridePropertyName("url");

    public static IRuleBuilderOptions<T, string?> IsWebhookDescription<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MaximumLength(LongestDescription).OverridePropertyName("description");

    public static void AreWebhookEvents<T>(this IRuleBuilder<T, IReadOnlyList<string>?> rule) => rule
        .Must(events => events is { Count: > 0 and <= 100 } && events.All(name => name is not null && WebhookEvents.Has(name)))
        .WithMessage((_, events) => events?.FirstOrDefault(name => name is not null && !WebhookEvents.Has(name)) is { } unknown
            ? $"There is no event '{unknown.Cut(100)}'. GET /api/v1/webhooks/events lists them."
            : "events must name one event at least. GET /api/v1/webhooks/events lists them.")
        .OverridePropertyName("events");

    internal sealed class Validator : AbstractValidator<CreateWebhookCommand>
    {
        public Validator(TargetRules targets)
        {
            RuleFor(x => x.Url).IsWebhookUrl(targets);
            RuleFor(x => x.Description).IsWebhookDescription();
            RuleFor(x => x.Events).AreWebhookEvents();
        }
    }

    internal sealed class Handler(PlatformDbContext db, SecretBox box, AuditSubscriptions subscriptions, TimeProvider time) : IRequestHandler<CreateWebhookCommand, Result<WebhookSecretAnswer>>
    {
        public async Task<Result<WebhookSecretAnswer>> Handle(CreateWebhookCommand request, CancellationToken cancellationToken)
        {
            if (subscriptions.CheckMayTell(request.Events!) is { } denied)
            {
                return denied;
            }

            if (await db.Webhooks.CountAsync(cancellationToken) >= Webhook.AtMost)
            {
                return Error.Conflict($"An organization has at most {Webhook.AtMost} webhooks. Delete one that nobody needs.");
            }

            var (secret, now) = (Signature.NewSecret(), time.UtcNow());
            var webhook = Webhook.Create(request.Url!, request.Description, request.Events!, box.Close(secret), now);
            db.Add(webhook);
            await subscriptions.KeepAsync(webhook, cancellationToken);
            return WebhookSecretAnswer.Of(webhook, secret, now);
        }
    }
}
