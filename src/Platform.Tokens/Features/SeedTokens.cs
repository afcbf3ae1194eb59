using System.Security.Cryptography;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tokens;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

internal static class SeedTokensUseCase
{
    private static readonly string[] Scopes = ["people:read", "tokens:read", "audit:read", "audit:export"];
    private const string AccountName = "Load test";

    internal sealed class Handler(PlatformDbContext db, TokenFormat format, Caller caller, TimeProvider time) :
        IRequestHandler<SeedPersonalTokens, Result<IReadOnlyList<string>>>, IRequestHandler<SeedServiceTokens, Result<IReadOnlyList<string>>>
    {
        public async Task<Result<IReadOnlyList<string>>> Handle(SeedPersonalTokens request, CancellationToken cancellationToken) =>
            await AddAsync(TokenKind.User, request.PersonIds, null, request.Kind, cancellationToken);

        public async Task<Result<IReadOnlyList<string>>> Handle(SeedServiceTokens request, CancellationToken cancellationToken)
        {
            var account = await db.ServiceAccounts.SingleOrDefaultAsync(row => row.Name == AccountName, cancellationToken);
            if (account is null)
            {
                account = ServiceAccount.Create(AccountName, null, Scopes, time.UtcNow());
                db.Add(account);
            }

            return await AddAsync(TokenKind.Service, Enumerable.Repeat(account.Id, request.Count), Scopes, request.Kind, cancellationToken);
        }

        private async Task<Result<IReadOnlyList<string>>> AddAsync(
            TokenKind kind, IEnumerable<Guid> owners, IReadOnlyList<string>? scopes, string like, CancellationToken cancellationToken)
        {
            var now = time.UtcNow();
            var (secrets, tokens) = (new List<string>(), new List<Token>());
            await db.SaveChangesAsync(cancellationToken);
            foreach (var owner in owners)
            {
                var secret = format.Create(kind);
                var (age, life) = like switch
                {
                    SeededTokens.Good => (TimeSpan.Zero, TimeSpan.FromDays(365)),
                    SeededTokens.Ending => (TimeSpan.Zero, TimeSpan.FromDays(6)),
                    SeededTokens.Due => (TimeSpan.FromDays(30), TimeSpan.FromDays(30)),
                    _ => (RandomSpan(365), RandomSpan(800)),
                };
                var wanted = new NewToken(kind, owner, $"Load {Guid.CreateVersion7():N}", null, [], scopes, [], Lifetime: life);
                var token = Token.Issue(wanted, secret, format, caller.Actor, now - age);
                tokens.Add(token);
                if (like == SeededTokens.Varied)
                {
                    Vary(token, now, age);
                }

                secrets.Add(secret);
            }

            await db.BulkInsertAsync(tokens, cancellationToken);
            await db.BulkInsertAsync([.. tokens.SelectMany(token => TokenWord.Of(token, db.OrganizationId!.Value))], cancellationToken);
            return secrets;
        }

        /// <summary>Notes an end that has passed, ends one in ten before its time, replaces another, and lets four of five be used. That others are not used is no news.</summary>
        private void Vary(Token token, DateTime now, TimeSpan age)
        {
            db.SetColumn(token, nameof(Token.UnusedNoticeAt), now);
            var (fate, used) = (RandomNumberGenerator.GetInt32(10), now - (age * RandomNumberGenerator.GetInt32(100) / 100));
            if (RandomNumberGenerator.GetInt32(5) > 0)
            {
                db.SetColumn(token, nameof(Token.LastUsedAt), used.ToMilliseconds());
                db.SetColumn(token, nameof(Token.UsedAt), used.ToMilliseconds());
                db.SetColumn(token, nameof(Token.UseCount), RandomNumberGenerator.GetInt32(1, 10_000));
            }

            if (token.IsExpiredAt(now))
            {
                token.Expire();
            }
            else if (fate == 0)
            {
                token.Revoke(caller.Actor, "seeded", now);
            }
            else if (fate == 1)
            {
                token.ReplaceBy(Guid.CreateVersion7(), now.AddDays(7), now);
            }
        }

        private static TimeSpan RandomSpan(int days) => TimeSpan.FromMinutes(RandomNumberGenerator.GetInt32(1, days * 24 * 60));
    }
}
