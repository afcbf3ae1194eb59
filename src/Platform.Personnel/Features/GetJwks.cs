using MediatR;
using Microsoft.AspNetCore.Http;
using Platform.Contracts.Personnel;

namespace Platform.Personnel.Features;

/// <summary>The public halves of the signing keys (RFC 7517).</summary>
internal sealed record JsonWebKeys(IReadOnlyList<PublicSigningKey> Keys);

internal static class GetJwks
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(new JsonWebKeys(await mediator.Send(new GetSigningKeys(), cancellationToken)));
}
