using MediatR;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Tokens.Features;

/// <param name="Id">Which of several; left out: the newest.</param>
internal sealed record RemoveMyTokenCommand(Guid? Id) : ICommand<Result>;

internal static class RemoveMyToken
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, Guid? id, CancellationToken cancellationToken) =>
        (await mediator.Send(new RemoveMyTokenCommand(id), cancellationToken)).ToAnswer();

    internal sealed class Handler(TokenLife life, PersonalTokens personal) : IRequestHandler<RemoveMyTokenCommand, Result>
    {
        public async Task<Result> Handle(RemoveMyTokenCommand request, CancellationToken cancellationToken)
        {
            var current = await personal.FindMineAsync(request.Id, cancellationToken);
            if (current is null)
            {
                return GetMyToken.None;
            }

            await life.RevokeWithReplacedAsync(current, "removed", cancellationToken);
            return Result.Done;
        }
    }
}
