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
    private const string AccountName = "Load test";

    internal sealed class Handler(PlatformDbContext db, TokenFormat format, Caller caller, TimeProvider time) :
        IRequestHandler<SeedPersonalTokens, Result<IReadOnlyList<string>>>, IRequestHandler<SeedServiceTokens, Result<IReadOnlyList<string>>>
    {
        public async Task<Result<IReadOnlyList<string>>> Handle(SeedPersonalTokens request, CancellationToken cancellationToken) =>
            await AddAsync(TokenKind.User, request.PersonIds, null, cancellationToken);

        public async Task<Result<IReadOnlyList<string>>> Handle(SeedServiceTokens request, CancellationToken cancellationToken)
        {
            var account = await db.ServiceAccounts.SingleOrDefaultAsync(row => row.Name == AccountName, cancellationToken);
            if (account is null)
            {
                account = ServiceAccount.Create(AccountName, null, ["people:read", "tokens:read"], time.UtcNow());
                db.Add(account);
            }

            return await AddAsync(TokenKind.Service, Enumerable.Repeat(account.Id, request.Count), ["people:read", "tokens:read"], cancellationToken);
        }

        private async Task<Result<IReadOnlyList<string>>> AddAsync(
            TokenKind kind, IEnumerable<Guid> owners, IReadOnlyList<string>? scopes, CancellationToken cancellationToken)
        {
            var now = time.UtcNow();
            var secrets = new List<string>();
            foreach (var owner in owners)
            {
                var secret = format.Create(kind);
                var wanted = new NewToken(kind, owner, $"Load {Guid.CreateVersion7():N}", null, [], scopes, [], Lifetime: TimeSpan.FromDays(365));
                var token = Token.Issue(wanted, secret, format, caller.Actor, now);
                db.Add(token);
                db.AddRange(TokenWord.Of(token, db.OrganizationId!.Value));
                secrets.Add(secret);
            }

            await db.SaveChangesAsync(cancellationToken);
            return secrets;
        }
    }
}
