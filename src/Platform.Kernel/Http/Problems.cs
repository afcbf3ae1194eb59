using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Results;

namespace Platform.Kernel.Http;

/// <summary>
/// Errors as HTTP says them: RFC 9457 problem details. It and its table are the one place that knows the status of each code.
/// </summary>
public static class Problems
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private const string MediaType = "application/problem+json";

    private static readonly Dictionary<string, ProblemKind> Known = ProblemKinds.All.ToDictionary(kind => kind.Code);

    /// <summary>Every code with all that is to be said of it, in the order of the statuses.</summary>
    public static IReadOnlyList<ProblemKind> Kinds => ProblemKinds.All;

    public static int StatusOf(string code) => Known[code].Status;

    /// <summary>The error as an answer.</summary>
    public static Microsoft.AspNetCore.Http.IResult ToProblem(this Error error) => new ProblemAnswer(error);

    public static Task WriteAsync(HttpContext context, Error error)
    {
        var kind = Known[error.Code];
        var response = context.Response;
        response.StatusCode = kind.Status;
        if (kind.Status == 401)
        {
            // RFC 6750 section 3: no error code where no credential was given.
            response.Headers.WWWAuthenticate = error.Code == ErrorCodes.Unauthenticated && !HasCredential(context.Request)
                ? "Bearer"
                : "Bearer error=\"invalid_token\"";
        }

        var place = (error, Path: context.Request.Path.Value ?? "/", TraceId: Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier);
        if (error is { Fields: null, SecondFactor: null, Report: null })
        {
            return JsonAnswer.WriteAsync(response, place, static (json, place) => Write(json, place.error, place.Path, place.TraceId), MediaType);
        }

        var problem = new ProblemBody(
            kind.Type,
            kind.Title,
            kind.Status,
            error.Detail,
            place.Path,
            error.Code,
            place.TraceId,
            error.RequiredPermission,
            error.Fields,
            error.SecondFactor?.Kind,
            error.SecondFactor?.Methods,
            error.SecondFactor?.EnrolmentToken,
            error.Report,
            error.OAuthCode);
        return response.WriteAsJsonAsync(problem, Json, MediaType, CancellationToken.None);
    }

    /// <summary>The same as the serializer would write of it: refusals by the thousand should cost no more than answers.</summary>
    private static void Write(Utf8JsonWriter json, Error error, string path, string traceId)
    {
        json.WriteStartObject();
        var kind = Known[error.Code];
        json.WriteString("type"u8, kind.Type);
        json.WriteString("title"u8, kind.Title);
        json.WriteNumber("status"u8, kind.Status);
        json.WriteString("detail"u8, error.Detail);
        json.WriteString("instance"u8, path);
        json.WriteString("code"u8, error.Code);
        json.WriteString("traceId"u8, traceId);
        if (error.RequiredPermission is { } permission)
        {
            json.WriteString("requiredPermission"u8, permission);
        }

        if (error.OAuthCode is { } word)
        {
            json.WriteString("error"u8, word);
        }

        json.WriteEndObject();
    }

    private static bool HasCredential(HttpRequest request) =>
        request.Headers.Authorization.Count > 0 || request.Headers.ContainsKey("X-API-Key");

    private sealed class ProblemAnswer(Error error) : Microsoft.AspNetCore.Http.IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, error);
    }
}

/// <summary>RFC 9457 problem details with this API's own members.</summary>
/// <param name="Type">A page of the instance that says of the code why it is answered and what to do: <c>/errors#not-found</c>.</param>
/// <param name="Title">The kind of problem, the same each time.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What went wrong this time and what to do.</param>
/// <param name="Instance">The path that was called.</param>
/// <param name="Code">A stable word to branch on.</param>
/// <param name="TraceId">Names this request in the host's log.</param>
/// <param name="RequiredPermission">With <c>permission-denied</c>: the permission that is missing.</param>
/// <param name="Errors">With <c>validation-failed</c>: field → messages.</param>
/// <param name="SecondFactor">With <c>mfa-required</c>: <c>code</c> where the account has a second factor to be given, <c>enrolment</c> where it needs one first.</param>
/// <param name="Methods">With <c>mfa-required</c> and <c>code</c>: what the account has, of <c>totp</c>, <c>recoveryCode</c> and <c>passkey</c>.</param>
/// <param name="EnrolmentToken">With <c>mfa-required</c> and <c>enrolment</c>, after the right password: the one-time secret for <c>POST /auth/enrol</c>, good for 15 minutes.</param>
/// <param name="Report">With <c>validation-failed</c> of an import: what its dry run would have answered.</param>
/// <param name="Error">From an OAuth endpoint: that standard's own word for it (RFC 6749 section 5.2).</param>
public sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string Code,
    string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RequiredPermission,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string[]>? Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SecondFactor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Methods,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EnrolmentToken,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] object? Report,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error);
