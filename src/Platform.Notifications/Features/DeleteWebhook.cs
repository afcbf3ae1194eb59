using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Webhooks;

namespace Platform.Notifications.Features;

internal sealed record DeleteWebhookCommand(Guid Id) : ICommand<Result>;

/// <summary>Ends a webhook, and gives up what it has not been told of yet. Its deliveries are forgotten by the next pruning.</summary>
internal static class DeleteWebhook
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new DeleteWebhookCommand(id), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, AuditSubscriptions subscriptions) : IRequestHandler<DeleteWebhookCommand, Result>
    {
        public async Task<Result> Handle(DeleteWebhookCommand request, CancellationToken cancellationToken)
        {
            if (await db.Webhooks.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken) is not { } webhook)
            {
                return GetWebhook.NotFound;
            }

            db.Remove(webhook);
            await subscriptions.ForgetAsync(webhook.Id, cancellationToken);
            await db.StopDeliveriesAsync(webhook.Id, cancellationToken);
            return Result.Done;
        }
    }
}
