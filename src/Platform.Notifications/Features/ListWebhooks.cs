using System.Text.Json.Serialization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;
using Platform.Notifications.Webhooks;

namespace Platform.Notifications.Features;

/// <summary>An address that is told of events.</summary>
/// <param name="Events">The names of the events it is told of.</param>
/// <param name="Status"><c>active</c> or <c>disabled</c>.</param>
/// <param name="DisabledReason"><c>by-hand</c>; <c>gone</c>: it answered 410; <c>failing</c>: no good answer for five days; null while it is active.</param>
/// <param name="FailingSince">When the first attempt failed since the last good answer; null where all is well.</param>
/// <param name="PreviousSecretEndsAt">Until when the secret before the last rotation signs too; null where none does.</param>
internal record WebhookAnswer(
    Guid Id,
    string Url,
    string? Description,
    IReadOnlyList<string> Events,
    string Status,
    string? DisabledReason,
    DateTime? FailingSince,
    DateTime? PreviousSecretEndsAt,
    DateTime CreatedAt,
    int Version)
{
    public static WebhookAnswer Of(Webhook webhook, DateTime now) => new(
        webhook.Id,
        webhook.Url,
        webhook.Description,
        webhook.Events,
        webhook.Status.ToString().ToLowerInvariant(),
        webhook.DisabledReason,
        webhook.FailingSince,
        webhook.OverlapEndsAt > now ? webhook.OverlapEndsAt : null,
        webhook.CreatedAt,
        webhook.Version);
}

/// <summary>A webhook with a secret that was just made.</summary>
/// <param name="Secret"><c>whsec_…</c>, with which to verify signatures. It is shown this once.</param>
internal sealed record WebhookSecretAnswer([property: JsonIgnore] WebhookAnswer Webhook, string Secret) : WebhookAnswer(Webhook)
{
    public static WebhookSecretAnswer Of(Webhook webhook, byte[] secret, DateTime now) => new(WebhookAnswer.Of(webhook, now), Signature.Show(secret));
}

internal sealed record ListWebhooksQuery(PageRequest Page) : IQuery<Result<Page<WebhookAnswer>>>;

internal static class ListWebhooks
{
    private static readonly Sorting<Webhook> Sorting = Sorting<Webhook>.ByDefault("createdAt").With("createdAt", webhook => webhook.CreatedAt).With("url", webhook => webhook.Url);

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        IMediator mediator, string? limit, string? cursor, string? sort, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(limit, cursor, sort);
        return page.Error is { } error ? error.ToProblem() : (await mediator.Send(new ListWebhooksQuery(page.Value), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, TimeProvider time) : IRequestHandler<ListWebhooksQuery, Result<Page<WebhookAnswer>>>
    {
        public Task<Result<Page<WebhookAnswer>>> Handle(ListWebhooksQuery request, CancellationToken cancellationToken)
        {
            var now = time.UtcNow();
            return Sorting.PageAsync<WebhookAnswer>(
                db.Webhooks.AsNoTracking(), request.Page, page => Task.FromResult<IReadOnlyList<WebhookAnswer>>([.. page.Select(webhook => WebhookAnswer.Of(webhook, now))]), cancellationToken);
        }
    }
}
