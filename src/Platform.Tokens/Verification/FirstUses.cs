using System.Net;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Auditing;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Tokens.Features;

namespace Platform.Tokens.Verification;

/// <summary>Settles the first use of a replacement: a command, before the request that uses it is answered.</summary>
internal sealed class FirstUses(IServiceScopeFactory scopes)
{
    public FirstUse Of(Guid organizationId, Guid tokenId, GrantSubject subject)
    {
        var owner = new Actor(subject.Kind.ToName(), subject.Id, subject.Name);
        return new FirstUse(async (address, userAgent) =>
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(organizationId);
            var caller = scope.ServiceProvider.GetRequiredService<Caller>();
            caller.Called(null, address, userAgent, null);
            caller.Proved(owner, tokenId);
            return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new NoteFirstUse(tokenId))).Error;
        });
    }
}

/// <summary>Tells of the use of a token that had been replaced and had ended.</summary>
internal sealed partial class LateUses(IServiceScopeFactory scopes, ILogger<LateUses> logger) : ILateUses
{
    public async Task TellAsync(LateUse use, IPAddress? address, string? userAgent)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(use.OrganizationId);
            var caller = scope.ServiceProvider.GetRequiredService<Caller>();
            caller.Called(null, address, userAgent, null);
            caller.Proved(caller.Actor, use.CredentialId);
            var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
            if (await mediator.Send(new IsLateUseNew(use.CredentialId)))
            {
                await mediator.Send(new NoteLateUse(use.CredentialId, address?.ToString(), userAgent?.Cut(200)));
            }
        }
        catch (Exception failure)
        {
            LogFailed(failure, use.CredentialId);
        }
    }

    [LoggerMessage(LogLevel.Error, "The late use of token {Token} could not be told")]
    private partial void LogFailed(Exception failure, Guid token);
}
