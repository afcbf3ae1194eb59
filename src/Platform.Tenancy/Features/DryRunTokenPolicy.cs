using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;

namespace Platform.Tenancy.Features;

/// <summary>A token as a policy's verdict names it.</summary>
internal sealed record PolicyToken(Guid Id, string Name, string Display, PolicyToken.TokenOwner Owner)
{
    /// <param name="Kind"><c>person</c> or <c>serviceAccount</c>.</param>
    internal sealed record TokenOwner(string Kind, Guid Id, string Name);

    public static PolicyToken Of(JudgedToken token) => new(token.Id, token.Name, token.Display, new(token.OwnerKind, token.OwnerId, token.OwnerName));
}

/// <summary>What a policy would do to the tokens that there are.</summary>
/// <param name="Breaks">The tokens that it would not allow, and why; the first 200 of them.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Warnings">What else to know before saving it.</param>
internal sealed record DryRunTokenPolicyAnswer(IReadOnlyList<DryRunTokenPolicyAnswer.BrokenToken> Breaks, int Total, IReadOnlyList<string> Warnings)
{
    /// <param name="Reasons">Sentences.</param>
    internal sealed record BrokenToken(PolicyToken Token, IReadOnlyList<string> Reasons);
}

internal sealed record DryRunTokenPolicyQuery(TokenPolicyChangesRequest Policy) : IQuery<Result<DryRunTokenPolicyAnswer>>;

internal static class DryRunTokenPolicy
{
    private const int AtMost = 200;

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(TokenPolicyChangesRequest body, IMediator mediator, CancellationToken cancellationToken) =>
        new TokenPolicyChangesRequest.Validator().Check(body) is { } invalid
            ? invalid.ToProblem()
            : (await mediator.Send(new DryRunTokenPolicyQuery(body), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, IMediator mediator) : IRequestHandler<DryRunTokenPolicyQuery, Result<DryRunTokenPolicyAnswer>>
    {
        public async Task<Result<DryRunTokenPolicyAnswer>> Handle(DryRunTokenPolicyQuery request, CancellationToken cancellationToken)
        {
            var organization = await db.Organizations.AsNoTracking().SingleAsync(row => row.Id == db.OrganizationId, cancellationToken);
            var verdict = await mediator.Send(new JudgeTokens(request.Policy.Over(organization), AtMost), cancellationToken);
            return new DryRunTokenPolicyAnswer(
                [.. verdict.Breaks.Select(broken => new DryRunTokenPolicyAnswer.BrokenToken(PolicyToken.Of(broken.Token), broken.Reasons))],
                verdict.Total,
                verdict.Warnings);
        }
    }
}
