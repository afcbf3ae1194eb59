using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <param name="Password">The account's own.</param>
internal sealed record SetUpAuthenticatorRequest(string? Password);

/// <summary>The value is the new secret.</summary>
internal sealed record SetUpAuthenticatorCommand(Guid AccountId) : ICommand<Result<byte[]>>;

internal static class SetUpAuthenticator
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        SetUpAuthenticatorRequest body, HttpContext http, IMediator mediator, OwnAccount own, CancellationToken cancellationToken)
    {
        if (await own.CheckForFactorsAsync(http, body.Password, cancellationToken) is { } refused)
        {
            return refused.ToProblem();
        }

        var account = await own.ReadAsync(cancellationToken);
        var key = await mediator.Send(new SetUpAuthenticatorCommand(account.Id), cancellationToken);
        return key.Error is { } error ? error.ToProblem() : TypedResults.Ok(AuthenticatorSetup.Of(key.Value, account.Email));
    }

    internal sealed class Handler(PlatformDbContext db) : IRequestHandler<SetUpAuthenticatorCommand, Result<byte[]>>
    {
        public async Task<Result<byte[]>> Handle(SetUpAuthenticatorCommand request, CancellationToken cancellationToken)
        {
            var account = await db.Accounts.SingleAsync(row => row.Id == request.AccountId, cancellationToken);
            var key = Totp.NewKey();
            account.PrepareAuthenticator(key);
            return key;
        }
    }
}
