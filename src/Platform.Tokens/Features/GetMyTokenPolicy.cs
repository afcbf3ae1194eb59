using MediatR;
using Platform.Kernel.Messaging;

namespace Platform.Tokens.Features;

/// <summary>What the organization's policy says of one's own tokens.</summary>
/// <param name="LifetimeDays">How long a new one lives.</param>
/// <param name="MaxActive">How many one may have at a time.</param>
/// <param name="MaxOverlapHours">How long a rotated one may live on.</param>
internal sealed record MyTokenPolicyAnswer(int LifetimeDays, int MaxActive, int MaxOverlapHours);

internal sealed record GetMyTokenPolicyQuery : IQuery<MyTokenPolicyAnswer>;

internal static class GetMyTokenPolicy
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, CancellationToken cancellationToken) =>
        Microsoft.AspNetCore.Http.TypedResults.Ok(await mediator.Send(new GetMyTokenPolicyQuery(), cancellationToken));

    internal sealed class Handler(PersonalTokens personal) : IRequestHandler<GetMyTokenPolicyQuery, MyTokenPolicyAnswer>
    {
        public async Task<MyTokenPolicyAnswer> Handle(GetMyTokenPolicyQuery request, CancellationToken cancellationToken)
        {
            var policy = await personal.PolicyAsync(cancellationToken);
            return new(policy.UserTokenLifetimeDays, policy.MaxActiveUserTokens, policy.MaxOverlapHours);
        }
    }
}
