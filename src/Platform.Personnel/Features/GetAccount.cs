using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.Features;

/// <summary>One's own account, whatever the organization.</summary>
/// <param name="Email">What one signs in with.</param>
/// <param name="PasswordChangedAt">When the password was chosen; null where that was before it was noted.</param>
internal sealed record AccountAnswer(Guid Id, string Email, AccountAnswer.SecondFactor TwoFactor, IReadOnlyList<PasskeyAnswer> Passkeys, DateTime? PasswordChangedAt)
{
    /// <param name="Enabled">True where an authenticator app is enrolled.</param>
    /// <param name="EnabledAt">Since when; null where none is.</param>
    /// <param name="RecoveryCodesLeft">How many of the ten recovery codes are not used yet.</param>
    internal sealed record SecondFactor(bool Enabled, DateTime? EnabledAt, int RecoveryCodesLeft);
}

/// <summary>A passkey of the account.</summary>
/// <param name="Name">What its owner calls it.</param>
/// <param name="LastUsedAt">When it last signed in; null where it never has.</param>
internal sealed record PasskeyAnswer(Guid Id, string Name, DateTime CreatedAt, DateTime? LastUsedAt)
{
    public static PasskeyAnswer Of(Passkey passkey) => new(passkey.Id, passkey.Name, passkey.CreatedAt, passkey.LastUsedAt);
}

internal sealed record GetAccountQuery : IQuery<Result<AccountAnswer>>;

internal static class GetAccount
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetAccountQuery(), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, Caller caller) : IRequestHandler<GetAccountQuery, Result<AccountAnswer>>
    {
        public async Task<Result<AccountAnswer>> Handle(GetAccountQuery request, CancellationToken cancellationToken)
        {
            var account = await db.Accounts.AsNoTracking().SingleAsync(row => row.Id == caller.Grant!.AccountId, cancellationToken);
            var passkeys = await db.Passkeys.AsNoTracking().Where(passkey => passkey.AccountId == account.Id).OrderBy(passkey => passkey.CreatedAt).ToListAsync(cancellationToken);
            return new AccountAnswer(
                account.Id,
                account.Email,
                new(account.HasTwoFactor, account.TwoFactorEnabledAt, account.RecoveryCodesLeft),
                [.. passkeys.Select(PasskeyAnswer.Of)],
                account.PasswordChangedAt);
        }
    }
}
