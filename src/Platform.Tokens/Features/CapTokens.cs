using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>An administrator applies a policy's lifetimes to the tokens that there are.</summary>
internal static class CapTokensUseCase
{
    internal sealed class Handler(PlatformDbContext db, TokenAnswers answers, TimeProvider time) : IRequestHandler<CapTokens, Result<IReadOnlyList<CappedToken>>>
    {
        /// <summary>Few enough that others hardly wait; the administrator does.</summary>
        private const int AtOnce = 5;

        public async Task<Result<IReadOnlyList<CappedToken>>> Handle(CapTokens request, CancellationToken cancellationToken)
        {
            var now = time.UtcNow();
            var outliving = await FindAsync(request.Policy, now, cancellationToken);
            var before = outliving.ConvertAll(token => token.ExpiresAt);
            foreach (var token in outliving)
            {
                token.CapAt(TokenRules.LatestEnd(token, request.Policy, now)!.Value);
            }

            await db.SaveChangesAsync(cancellationToken);
            var named = await answers.JudgedAsync(outliving, cancellationToken);
            return named.Select((token, at) => new CappedToken(token, before[at], outliving[at].EndsAt)).ToList();
        }

        private async Task<List<Token>> FindAsync(TokenPolicy policy, DateTime now, CancellationToken cancellationToken)
        {
            var overlap = now.AddHours(policy.MaxOverlapHours);
            var found = await Outliving(TokenState.Replaced, overlap).Take(AtOnce).ToListAsync(cancellationToken);
            var personal = now.AddDays(policy.UserTokenLifetimeDays);
            found.AddRange(await Outliving(TokenState.Live, personal).Where(token => token.Kind == TokenKind.User).Take(AtOnce - found.Count).ToListAsync(cancellationToken));
            if (policy.ServiceTokenMaxLifetimeDays is { } days)
            {
                found.AddRange(await Outliving(TokenState.Live, now.AddDays(days)).Where(token => token.Kind == TokenKind.Service).Take(AtOnce - found.Count).ToListAsync(cancellationToken));
            }

            return found;
        }

        private IQueryable<Token> Outliving(TokenState state, DateTime end) => db.Tokens
            .Where(token => token.State == state && token.EndsAt > end)
            .OrderBy(token => token.EndsAt).ThenBy(token => token.Id);
    }
}
