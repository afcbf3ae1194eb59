using MediatR;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Domain;
using Platform.Tokens.Jobs;

namespace Platform.Tokens.Features;

/// <summary>Issues two tokens of an organization that there is not, and ends one of them in each way.</summary>
internal sealed record RehearseTokenLife : IRehearsal;

internal sealed class RehearseTokenLifeHandler(TokenLife life, IMediator mediator, TimeProvider time) : IRequestHandler<RehearseTokenLife, Result>
{
    public async Task<Result> Handle(RehearseTokenLife request, CancellationToken cancellationToken)
    {
        var (revoked, _) = await life.IssueAsync(Named("revoked"), cancellationToken);
        await life.RevokeAsync(revoked, null, cancellationToken);
        var (expired, _) = await life.IssueAsync(Named("expired", time.UtcNow()), cancellationToken);
        var swept = await mediator.Send(new ExpireSomeTokens([expired.Id]), cancellationToken);
        return swept.Error is { } error ? error : Result.Done;
    }

    private static NewToken Named(string name, DateTime? expiresAt = null) =>
        new(TokenKind.Service, Guid.CreateVersion7(), name, null, [], ["people:read"], [], expiresAt);
}
