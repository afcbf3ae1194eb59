using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;

namespace Platform.Notifications.Features;

internal sealed record GetWebhookQuery(Guid Id) : IQuery<Result<WebhookAnswer>>;

internal static class GetWebhook
{
    public static readonly Error NotFound = Error.NotFound("webhook");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, HttpResponse response, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new GetWebhookQuery(id), cancellationToken);
        if (result.Error is null)
        {
            response.WriteETag(result.Value.Version);
        }

        return result.ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, TimeProvider time) : IRequestHandler<GetWebhookQuery, Result<WebhookAnswer>>
    {
        public async Task<Result<WebhookAnswer>> Handle(GetWebhookQuery request, CancellationToken cancellationToken) =>
            await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken) is { } webhook
                ? WebhookAnswer.Of(webhook, time.UtcNow())
                : NotFound;
    }
}
