using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Auditing;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <summary>A refresh token to be exchanged; in a browser it is in the cookie and the body may be empty.</summary>
/// <param name="OrganizationId">Another of the account's organizations to move to, by id or slug.</param>
internal sealed record RefreshSessionRequest(string? RefreshToken, string? OrganizationId);

internal static class RefreshSession
{
    private static readonly Error Refused = new(ErrorCodes.Unauthenticated, "The refresh token is not valid. Sign in again.");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        RefreshSessionRequest? body,
        HttpContext http,
        PlatformDbContext db,
        IMediator mediator,
        AttemptLimits limits,
        SignedIn signedIn,
        SecondFactors factors,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var address = http.Connection.RemoteIpAddress;
        if (limits.Check(http, SignInLimit.RefreshesOfAddress, address) is { } over)
        {
            return over.ToProblem();
        }

        var byCookie = string.IsNullOrEmpty(body?.RefreshToken);
        var secret = byCookie ? RefreshCookie.Read(http.Request) : body!.RefreshToken;
        if (string.IsNullOrEmpty(secret) || secret.Length > 200)
        {
            return Refuse();
        }

        var hash = OneTimeSecret.HashOf(secret);
        var session = await (
            from refresh in db.RefreshTokens
            join row in db.Sessions on refresh.SessionId equals row.Id
            where refresh.Hash == hash
            select row).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (session is null)
        {
            return Refuse();
        }

        if (limits.Check(http, SignInLimit.RefreshesOfAccount, session.AccountId) is { } tooMany)
        {
            return tooMany.ToProblem();
        }

        var choice = await signedIn.ChooseAsync(session.AccountId, body?.OrganizationId, cancellationToken, session.LastOrganizationId);
        if (choice.Error is { } unavailable)
        {
            return unavailable.ToProblem();
        }

        // The session lives on where it was; no enrolment is begun here, as a refresh token is no password.
        if (factors.IsAskedBy(choice.Value) && !session.SecondFactor && session.IsOpenAt(time.UtcNow()))
        {
            return SecondFactors.Missing(await SecondFactors.WayOfAsync(db, session.AccountId)).ToProblem();
        }

        var exchanged = await mediator.Send(new ExchangeRefreshToken(hash, choice.Value.OrganizationId, byCookie, choice.Value.Support), cancellationToken);
        if (exchanged.Error is not null || exchanged.Value is not { } opened)
        {
            RefreshCookie.Clear(http);
            limits.Record(SignInLimit.RefreshesOfAccount, session.AccountId);
            return Refuse();
        }

        return TypedResults.Ok(await signedIn.AnswerAsync(http, session.AccountId, session.Email, choice.Value, opened, cancellationToken, byCookie));

        Microsoft.AspNetCore.Http.IResult Refuse()
        {
            limits.Record(SignInLimit.RefreshesOfAddress, address);
            return Refused.ToProblem();
        }
    }
}

/// <summary>Spends a refresh token for a new one. A spent one presented again ends the session: the answer is then null.</summary>
/// <param name="Support">Under which entry an operator goes into the organization, whose log then says so.</param>
internal sealed record ExchangeRefreshToken(byte[] Hash, Guid OrganizationId, bool ByCookie, SupportEntryFound? Support) : ICommand<Result<OpenedSession?>>;

internal sealed class ExchangeRefreshTokenHandler(PlatformDbContext db, Caller caller, TimeProvider time)
    : IRequestHandler<ExchangeRefreshToken, Result<OpenedSession?>>
{
    /// <summary>A reload or a second tab may still come with the cookie of a moment ago.</summary>
    private static readonly TimeSpan CookieGrace = TimeSpan.FromSeconds(30);

    public async Task<Result<OpenedSession?>> Handle(ExchangeRefreshToken request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var presented = await db.RefreshTokens.SingleAsync(row => row.Hash == request.Hash, cancellationToken);
        var session = await db.Sessions.SingleAsync(row => row.Id == presented.SessionId, cancellationToken);
        if (!session.IsOpenAt(now))
        {
            return (OpenedSession?)null;
        }

        if (presented.SpentAt is { } spent && !(request.ByCookie && now - spent <= CookieGrace))
        {
            session.End("refresh-token-reused", now);
            return (OpenedSession?)null;
        }

        if (request.Support is { } support)
        {
            var op = new Actor(SubjectKind.Operator.ToName(), session.AccountId, session.Email);
            caller.Proved(op, support: new SupportAccess(support.Id, request.OrganizationId, support.Reason));
        }
        else
        {
            caller.Proved(new Actor("account", session.AccountId, session.Email));
            if (session.LastOrganizationId != request.OrganizationId)
            {
                await db.NoteSignInAsync(session.AccountId, request.OrganizationId, now, cancellationToken);
            }
        }

        presented.Spend(now);
        session.Refreshed(request.OrganizationId, Device.Of(caller), now);
        var (secret, hash) = OneTimeSecret.Create();
        db.Add(new RefreshToken(session.Id, hash, now));
        return new OpenedSession(session.Id, secret);
    }
}
