using MediatR;
using Microsoft.AspNetCore.Http;
using Platform.Contracts.Tenancy;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Http;

namespace Platform.Tenancy.Features;

/// <summary>The tokens whose ends were brought forward, before this answered on every node.</summary>
/// <param name="Capped">The first 200 of them.</param>
/// <param name="Total">How many there are in all.</param>
internal sealed record ApplyTokenPolicyAnswer(IReadOnlyList<ApplyTokenPolicyAnswer.CappedPolicyToken> Capped, int Total)
{
    /// <param name="Before">Its end until now; null for none.</param>
    internal sealed record CappedPolicyToken(PolicyToken Token, DateTime? Before, DateTime ExpiresAt);
}

/// <summary>
/// Applies the lifetimes of the policy, as it is saved, to the tokens that there are: each lives from now on for as long as a
/// new one might, and none longer than before. Each token is an entry of the audit log.
/// </summary>
internal static class ApplyTokenPolicy
{
    private const int Named = 200;

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(OrganizationScope scope, IMediator mediator)
    {
        // Once begun it goes to the end, whether or not anybody waits for it.
        var organization = await mediator.Send(new GetOrganizationStanding(scope.Id!.Value), CancellationToken.None);
        var capped = new List<ApplyTokenPolicyAnswer.CappedPolicyToken>();
        var total = 0;
        while (true)
        {
            var some = await mediator.Send(new CapTokens(organization!.Policy), CancellationToken.None);
            if (some.Error is { } error)
            {
                return error.ToProblem();
            }

            if (some.Value.Count == 0)
            {
                return TypedResults.Ok(new ApplyTokenPolicyAnswer(capped, total));
            }

            total += some.Value.Count;
            capped.AddRange(some.Value.Take(Named - capped.Count)
                .Select(token => new ApplyTokenPolicyAnswer.CappedPolicyToken(PolicyToken.Of(token.Token), token.Before, token.After)));
        }
    }
}
