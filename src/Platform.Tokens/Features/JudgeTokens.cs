using System.Net;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Contracts.Tokens;
using Platform.Kernel.Auditing;
using Platform.Kernel.Authorization;
using Platform.Kernel.Data;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>What a policy would break, were it the organization's.</summary>
internal static class JudgeTokensUseCase
{
    internal sealed class Handler(PlatformDbContext db, TokenAnswers answers, Caller caller, TimeProvider time) : IRequestHandler<JudgeTokens, PolicyVerdict>
    {
        public async Task<PolicyVerdict> Handle(JudgeTokens request, CancellationToken cancellationToken)
        {
            var (now, policy) = (time.UtcNow(), request.Policy);
            var crowded = await CrowdedAsync(policy, now, cancellationToken);
            var found = new List<(Token Token, List<string> Reasons)>();
            var total = 0;
            var live = db.Tokens.AsNoTracking()
                .Where(token => (token.State == TokenState.Live || token.State == TokenState.Replaced) && token.EndsAt > now)
                .OrderBy(token => token.CreatedAt).ThenBy(token => token.Id);
            await foreach (var token in live.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                var reasons = ReasonsOf(token, policy, now);
                if (crowded.TryGetValue(token.Id, out var count))
                {
                    reasons.Add($"Its owner has {count} active tokens, of which it is not among the newest; the policy allows {policy.MaxActiveUserTokens}.");
                }

                if (reasons.Count > 0 && ++total <= request.AtMost)
                {
                    found.Add((token, reasons));
                }
            }

            var named = await answers.JudgedAsync([.. found.Select(one => one.Token)], cancellationToken);
            return new PolicyVerdict([.. found.Zip(named, (one, token) => new BreakingToken(token, one.Reasons))], total, WarningsOf(policy));
        }

        /// <summary>The tokens of people who have too many, but for the newest of each; with how many there are.</summary>
        private async Task<Dictionary<Guid, int>> CrowdedAsync(TokenPolicy policy, DateTime now, CancellationToken cancellationToken)
        {
            var placed = await db.Tokens.AsNoTracking()
                .Where(token => token.State == TokenState.Live && token.Kind == TokenKind.User && token.EndsAt > now)
                .Select(token => new { token.Id, token.OwnerId, token.CreatedAt })
                .ToListAsync(cancellationToken);
            return placed.GroupBy(token => token.OwnerId).Where(owner => owner.Count() > policy.MaxActiveUserTokens)
                .SelectMany(owner => owner.OrderByDescending(token => token.CreatedAt).Skip(policy.MaxActiveUserTokens).Select(token => (token.Id, Count: owner.Count())))
                .ToDictionary(token => token.Id, token => token.Count);
        }

        private static List<string> ReasonsOf(Token token, TokenPolicy policy, DateTime now)
        {
            var reasons = new List<string>();
            var end = TokenRules.LatestEnd(token, policy, now);
            if (token.ExpiresAt is null && token.Kind == TokenKind.Service && (!policy.AllowNonExpiring || end is not null))
            {
                reasons.Add("It never expires; the policy wants every token to.");
            }
            else if (end < token.ExpiresAt)
            {
                reasons.Add(token.State == TokenState.Replaced
                    ? $"It has been replaced and lives on for longer than {policy.MaxOverlapHours} hours, which is what the policy allows."
                    : $"It lives for {Math.Ceiling((token.EndsAt - now).TotalDays)} more days; the policy allows {Math.Round((end.Value - now).TotalDays)}.");
            }

            var since = token.LastUsedAt ?? token.CreatedAt;
            if (policy.IdleRevocationDays is { } days && token.State == TokenState.Live && since <= now.AddDays(-days))
            {
                reasons.Add($"It has not been used for {Math.Floor((now - since).TotalDays)} days; the policy revokes it after {days}.");
            }

            if (policy.AllowedAddresses.Count > 0)
            {
                if (token.AllowedAddresses.Count > 0 && !token.AllowedAddresses.Exists(own => policy.AllowedAddresses.Any(range => AddressRange.Meet(own, range))))
                {
                    reasons.Add("None of the addresses that it may be used from is among the policy's.");
                }
                else if (token.LastUsedIp is { } address && !IsAllowed(address, policy))
                {
                    reasons.Add($"It was last used from {address}, which the policy does not allow.");
                }
            }

            return reasons;
        }

        private static bool IsAllowed(string address, TokenPolicy policy) =>
            AddressRange.TryRead(address, out var own, out _) && AddressRange.IsWithin(own, policy.AllowedAddresses);

        private List<string> WarningsOf(TokenPolicy policy)
        {
            var warnings = new List<string>();
            if (policy.AllowedAddresses.Count > 0)
            {
                warnings.Add("The addresses hold for every token, the existing ones too, from the next request on.");
                if (Plain(caller.Address) is { } mine && !IsAllowed(mine, policy))
                {
                    warnings.Add($"Your own address, {mine}, is not among them: no token would work from where you are.");
                }
            }

            if (policy.IdleRevocationDays is not null)
            {
                warnings.Add("Tokens that are idle already are revoked within the hour.");
            }

            if (policy.MaxOverlapHours == 0)
            {
                warnings.Add("A rotation ends the old token at once: systems that do not have the new one yet are locked out.");
            }

            if (policy is { ServiceTokenMaxLifetimeDays: not null, AllowNonExpiring: true })
            {
                warnings.Add("With a longest lifetime no token can be without expiration, although the policy allows that.");
            }

            return warnings;
        }

        private static string? Plain(IPAddress? address) => (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();
    }
}
