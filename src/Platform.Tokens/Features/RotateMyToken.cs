using MediatR;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Tokens.Features;

/// <summary>Which of one's own active tokens is meant; the newest where none is named.</summary>
internal sealed record FindMyTokenQuery(Guid? Id) : IQuery<Result<FoundToken>>;

internal sealed record FoundToken(Guid Id);

/// <summary>One's own token, rotated as <see cref="RotateToken"/> does it, without a permission on other people's tokens.</summary>
internal static class RotateMyToken
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(RotateTokenRequest body, Guid? id, IMediator mediator, CancellationToken cancellationToken)
    {
        var mine = id is { } named ? new FoundToken(named) : await mediator.Send(new FindMyTokenQuery(null), cancellationToken);
        return mine.Error is { } none
            ? none.ToProblem()
            : await RotateToken.RotateAsync(new RotateTokenCommand(mine.Value.Id, body, Mine: true), mediator, cancellationToken);
    }

    internal sealed class Handler(PersonalTokens personal) : IRequestHandler<FindMyTokenQuery, Result<FoundToken>>
    {
        public async Task<Result<FoundToken>> Handle(FindMyTokenQuery request, CancellationToken cancellationToken) =>
            await personal.FindMineAsync(request.Id, cancellationToken) is { } token ? new FoundToken(token.Id) : GetMyToken.None;
    }
}
