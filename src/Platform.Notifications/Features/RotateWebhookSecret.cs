using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Webhooks;

namespace Platform.Notifications.Features;

/// <summary>How a secret is replaced.</summary>
/// <param name="OverlapHours">How long the old one signs beside the new one: 0 to 168; 24 where it is left out.</param>
internal sealed record RotateWebhookSecretRequest(int? OverlapHours);

internal sealed record RotateWebhookSecretCommand(Guid Id, int OverlapHours) : ICommand<Result<WebhookSecretAnswer>>;

internal static class RotateWebhookSecret
{
    private const int DefaultOverlapHours = 24;
    private const int MostOverlapHours = 168;

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, RotateWebhookSecretRequest? body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RotateWebhookSecretCommand(id, body?.OverlapHours ?? DefaultOverlapHours), cancellationToken)).ToAnswer();

    internal sealed class Validator : AbstractValidator<RotateWebhookSecretCommand>
    {
        public Validator() => RuleFor(x => x.OverlapHours).InclusiveBetween(0, MostOverlapHours);
    }

    internal sealed class Handler(PlatformDbContext db, SecretBox box, TimeProvider time) : IRequestHandler<RotateWebhookSecretCommand, Result<WebhookSecretAnswer>>
    {
        public async Task<Result<WebhookSecretAnswer>> Handle(RotateWebhookSecretCommand request, CancellationToken cancellationToken)
        {
            if (await db.Webhooks.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken) is not { } webhook)
            {
                return GetWebhook.NotFound;
            }

            var (secret, now) = (Signature.NewSecret(), time.UtcNow());
            webhook.Rotate(box.Close(secret), now.AddHours(request.OverlapHours));
            await db.SaveChangesAsync(cancellationToken);
            return WebhookSecretAnswer.Of(webhook, secret, now);
        }
    }
}
