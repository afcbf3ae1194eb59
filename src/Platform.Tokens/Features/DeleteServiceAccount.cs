using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

internal sealed record DeleteServiceAccountCommand(Guid Id) : ICommand<Result>;

/// <summary>Ends a service account with all of its tokens, before this answers. The tokens stay visible as revoked.</summary>
internal static class DeleteServiceAccount
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new DeleteServiceAccountCommand(id), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, TokenLife life, TimeProvider time) : IRequestHandler<DeleteServiceAccountCommand, Result>
    {
        public async Task<Result> Handle(DeleteServiceAccountCommand request, CancellationToken cancellationToken)
        {
            var account = await db.LivingServiceAccounts.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (account is null)
            {
                return Error.NotFound("service account");
            }

            var now = time.UtcNow();
            var live = await db.Tokens
                .Where(token => token.OwnerId == account.Id && (token.State == TokenState.Live || token.State == TokenState.Replaced))
                .ToListAsync(cancellationToken);
            foreach (var token in live.Where(token => token.IsLiveAt(now)))
            {
                await life.RevokeAsync(token, "service-account-deleted", cancellationToken);
            }

            account.Delete(now);
            return Result.Done;
        }
    }
}
