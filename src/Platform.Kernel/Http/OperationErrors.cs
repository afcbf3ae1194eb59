using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Platform.Kernel.Results;

namespace Platform.Kernel.Http;

/// <summary>
/// Each way in which an operation may be refused: what follows from its route line and the shape of its endpoint, and what the
/// line itself adds by <c>Refuses</c>. The tests hold every refusal that they see against it.
/// </summary>
public static class OperationErrors
{
    /// <param name="metadata">The endpoint's.</param>
    /// <param name="path">Its path, with parameters in braces.</param>
    /// <returns>In the order of the statuses; a code may be there with several occasions.</returns>
    public static IReadOnlyList<DocumentedProblem> Of(IEnumerable<object> metadata, string path)
    {
        var all = metadata.ToList();
        var access = all.OfType<Access>().LastOrDefault();
        IEnumerable<DocumentedProblem> problems =
        [
            .. Always,
            .. access is null or { Kind: AccessKind.Public or AccessKind.Holder } ? [] : OfCredential(access),
            .. OfShape(all, path),
            .. all.OfType<DocumentedProblem>(),
        ];
        var order = Problems.Kinds.Select((kind, at) => (kind.Code, at)).ToDictionary(known => known.Code, known => known.at);
        return [.. problems.Distinct().OrderBy(problem => order[problem.Code])];
    }

    private static readonly DocumentedProblem[] Always =
    [
        new(ErrorCodes.MalformedRequest, "A part of the request can't be read"),
        new(ErrorCodes.InternalError, "A fault of the instance"),
    ];

    private static IEnumerable<DocumentedProblem> OfCredential(Access access)
    {
        yield return new(ErrorCodes.Unauthenticated, "No credential was sent, or one that is not this instance's");
        yield return new(ErrorCodes.TokenExpired, "The credential has expired");
        yield return new(ErrorCodes.TokenRevoked, "The credential has been revoked, or its session has ended");
        yield return new(ErrorCodes.MfaRequired, "A second factor is required, and the session has none");
        yield return new(ErrorCodes.OrganizationSuspended, "The credential's organization is suspended");
        yield return new(ErrorCodes.RateLimited, "The token has made all its requests of this minute; `Retry-After` says when there is another");
        yield return new(ErrorCodes.Unavailable, "The database can't be reached just now");
        if (access.Permission is { } permission)
        {
            yield return new(ErrorCodes.PermissionDenied, $"The caller lacks `{permission.Name}`");
        }

        if (access.PersonOnly || access.Kind == AccessKind.Operator)
        {
            yield return new(ErrorCodes.PermissionDenied, access.PersonOnly ? "Only a signed-in person may, an API token may not" : "Only a signed-in operator of the instance may");
        }

        if (access.Kind == AccessKind.Operator)
        {
            yield break;
        }

        yield return new(ErrorCodes.OrganizationMismatch, "The credential does not belong to the organization that `Organization-ID` names");
        yield return new(ErrorCodes.AddressNotAllowed, "The token may not be used from this address");
        if (access.Kind != AccessKind.Gateway && !access.OfAccount)
        {
            yield return new(ErrorCodes.OrganizationRequired, "`Organization-ID` was not sent");
        }
    }

    private static IEnumerable<DocumentedProblem> OfShape(IReadOnlyList<object> metadata, string path)
    {
        var endpoint = metadata.OfType<MethodInfo>().LastOrDefault();
        var reads = metadata.OfType<IAcceptsMetadata>().Any();
        if (reads)
        {
            yield return new(ErrorCodes.PayloadTooLarge, "The body is too large");
            yield return new(ErrorCodes.UnsupportedMediaType, "The body has another media type");
        }

        var isConditional = metadata.OfType<ReadParameter>().Any(parameter => parameter.IsIfMatch);
        if (reads || isConditional || endpoint?.GetParameters().Any(IsFilter) == true)
        {
            yield return new(ErrorCodes.ValidationFailed, "`errors` says of each field or parameter what is wrong with it");
        }

        if (isConditional)
        {
            yield return new(ErrorCodes.StaleVersion, "It has been changed since the version that `If-Match` names");
        }

        if (path.Contains('{'))
        {
            yield return new(ErrorCodes.NotFound, "There is none by this address in the organization");
        }

        if (!metadata.OfType<OpensUnitOfWork>().Any())
        {
            yield break;
        }

        yield return new(ErrorCodes.Unavailable, "The database can't be reached just now");
        if (metadata.OfType<IHttpMethodMetadata>().SelectMany(methods => methods.HttpMethods).Any(method => method != HttpMethods.Get))
        {
            yield return new(ErrorCodes.Conflict, "Somebody else keeps changing the same at the same moment");
        }
    }

    /// <summary>What a list is asked for by, as a record or one by one.</summary>
    private static bool IsFilter(ParameterInfo parameter) => parameter.IsDefined(typeof(AsParametersAttribute), false) || parameter.Name == "limit";
}

/// <summary>An endpoint of the API's group, whose commands and queries have the database at hand.</summary>
internal sealed record OpensUnitOfWork;
