using MediatR;
using Platform.Kernel.Auditing;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

internal sealed record RemoveMyTokenCommand : ICommand<Result>;

internal static class RemoveMyToken
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RemoveMyTokenCommand(), cancellationToken)).ToAnswer();

    internal sealed class Handler(TokenLife life, Caller caller) : IRequestHandler<RemoveMyTokenCommand, Result>
    {
        public async Task<Result> Handle(RemoveMyTokenCommand request, CancellationToken cancellationToken)
        {
            var current = await life.FindLiveAsync(Token.LiveKeyOf(TokenKind.User, caller.Grant!.SubjectId, ""), cancellationToken);
            if (current is null)
            {
                return GetMyToken.None;
            }

            await life.RevokeAsync(current, "removed", cancellationToken);
            return Result.Done;
        }
    }
}
