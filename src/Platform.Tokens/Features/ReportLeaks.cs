using System.Text.Json.Nodes;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Tokens;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Verification;

namespace Platform.Tokens.Features;

/// <summary>Secrets that were found where they should not be.</summary>
/// <param name="Token">One; or</param>
/// <param name="Tokens">up to 1,000.</param>
/// <param name="Url">Where; at most 2,000 characters.</param>
/// <param name="Source">Who or what has found them, such as a scanner's name; at most 200 characters.</param>
internal sealed record ReportLeaksRequest(string? Token, IReadOnlyList<string?>? Tokens, string? Url, string? Source);

/// <summary>Tokens of the organization in context that were found by strangers.</summary>
internal sealed record RevokeLeakedCommand(IReadOnlyList<Guid> TokenIds, string? Url, string? Source) : ICommand<Result>;

/// <summary>
/// Whatever was reported, the answer is the same, and it leaves at a multiple of a quarter of a second: what was live is
/// revoked on every node by then, and a report tells its sender nothing.
/// </summary>
internal static class ReportLeaks
{
    public const int MaxTokens = 1000;

    /// <summary>Tokens revoked in one transaction, so that other writers need not wait long.</summary>
    private const int PerCommand = 20;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);
    private static readonly Error NotNow = new(ErrorCodes.Unavailable, "The report could not be dealt with just now. Send it again.");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        ReportLeaksRequest body, HttpContext http, AttemptLimits limits, PresentedTokens presented, IServiceScopeFactory scopes, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        if (limits.Take(http, VerificationLimit.Reports, http.Connection.RemoteIpAddress) is { } over)
        {
            return over.ToProblem();
        }

        if (new Validator().Check(body) is { } invalid)
        {
            return invalid.ToProblem();
        }

        var secrets = (body.Tokens ?? [body.Token]).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var found = await presented.FindAsync(secrets, cancellationToken);
        var (url, source) = (WithoutSecrets(body.Url, secrets, presented), WithoutSecrets(body.Source, secrets, presented));
        foreach (var part in found.GroupBy(token => token.OrganizationId).SelectMany(own => own.Chunk(PerCommand)))
        {
            if ((await RevokeAsync(scopes, http, part, url, source)).Error is not null)
            {
                return NotNow.ToProblem();
            }
        }

        await Task.Delay(Beat - TimeSpan.FromTicks(time.GetElapsedTime(began).Ticks % Beat.Ticks), time, cancellationToken);
        return TypedResults.Accepted((string?)null);
    }

    /// <summary>Each organization's in a unit of work of its own. Nothing of it ends with the finder's connection.</summary>
    private static async Task<Result> RevokeAsync(IServiceScopeFactory scopes, HttpContext http, PresentedToken[] tokens, string? url, string? source)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<OrganizationScope>().Enter(tokens[0].OrganizationId);
        var caller = services.GetRequiredService<Caller>();
        caller.Called(null, http.Connection.RemoteIpAddress, http.Request.Headers.UserAgent, http.TraceIdentifier);
        caller.Proved(new Actor("anonymous", Guid.Empty, "A leak report"));
        return await services.GetRequiredService<IMediator>().Send(new RevokeLeakedCommand([.. tokens.Select(token => token.Id)], url, source));
    }

    /// <summary>The address of a leak may hold what has leaked; the log must not.</summary>
    private static string? WithoutSecrets(string? text, List<string> secrets, PresentedTokens presented) => text is null
        ? null
        : secrets.Where(presented.CanBe).Aggregate(text, static (clean, secret) => clean.Replace(secret, "…", StringComparison.Ordinal));

    internal sealed class Validator : AbstractValidator<ReportLeaksRequest>
    {
        public Validator()
        {
            RuleFor(x => x.Token).NotNull().When(x => x.Tokens is null).WithMessage("Send token, or tokens.");
            RuleFor(x => x.Token).Null().When(x => x.Tokens is not null).WithMessage("Send either token or tokens.");
            RuleFor(x => x.Tokens)
                .Must(tokens => tokens is null || (tokens.Count is > 0 and <= MaxTokens && tokens.All(token => token is not null)))
                .WithMessage("tokens must be 1 to 1,000 secrets.");
            RuleFor(x => x.Url).MaximumLength(2000);
            RuleFor(x => x.Source).MaximumLength(200);
        }
    }

    internal sealed class Handler(PlatformDbContext db, TokenLife life, Events events) : IRequestHandler<RevokeLeakedCommand, Result>
    {
        private const string Reason = "leaked";

        public async Task<Result> Handle(RevokeLeakedCommand request, CancellationToken cancellationToken)
        {
            var live = await db.Tokens.Where(row => request.TokenIds.Contains(row.Id) && row.RevokedAt == null).ToListAsync(cancellationToken);
            foreach (var token in live)
            {
                await life.RevokeAsync(token, Reason, cancellationToken);
                db.Changes!.Note(new AuditFact(token.AuditChain, TokenLeaked.Name, token.AuditKind, token.Id, token.AuditName, Describe(request)));
                var owner = token.Kind == Domain.TokenKind.User ? token.OwnerId : (Guid?)null;
                await events.PublishAsync<TokenLeaked>(
                    new(token.OrganizationId, token.Id, token.Name, token.Display, owner, request.Url, request.Source), cancellationToken);
            }

            return Result.Done;
        }

        private static JsonObject Describe(RevokeLeakedCommand report)
        {
            var changes = new JsonObject();
            foreach (var (name, value) in ((string, string?)[])[("url", report.Url), ("source", report.Source)])
            {
                if (value is not null)
                {
                    changes[name] = new JsonObject { ["before"] = null, ["after"] = value };
                }
            }

            return changes;
        }
    }
}
