using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.SignIn;

/// <summary>The account of whoever is signed in, and the proof that a change of it asks for.</summary>
internal sealed class OwnAccount(PlatformDbContext db, Caller caller, GuardedPasswords guarded, SecondFactors factors)
{
    public Guid Id => caller.Grant!.AccountId!.Value;

    public Guid SessionId => caller.Grant!.CredentialId;

    public Task<Account> ReadAsync(CancellationToken cancellationToken) =>
        db.Accounts.AsNoTracking().SingleAsync(account => account.Id == Id, cancellationToken);

    /// <summary>The failure where the password is not the account's.</summary>
    public async Task<Error?> CheckPasswordAsync(HttpContext http, string field, string? password, CancellationToken cancellationToken) =>
        await guarded.CheckOwnAsync(http, await ReadAsync(cancellationToken), field, password, cancellationToken);

    /// <summary>The failure where the session may not change the account's second factors.</summary>
    public Task<Error?> CheckMayChangeFactorsAsync() => factors.CheckMayChangeAsync(caller.Grant!);

    /// <summary>Both of these.</summary>
    public async Task<Error?> CheckForFactorsAsync(HttpContext http, string? password, CancellationToken cancellationToken) =>
        await CheckMayChangeFactorsAsync() ?? await CheckPasswordAsync(http, "password", password, cancellationToken);

    /// <summary>The failure where taking this factor away would leave none although one is required.</summary>
    public async Task<Error?> CheckDispensableAsync(bool othersLeft, CancellationToken cancellationToken) =>
        !othersLeft && await factors.IsRequiredAsync(Id, cancellationToken)
            ? Error.Conflict("An organization of yours, or your duty as operator, requires a second factor, and this is your last. Add another one first.")
            : null;
}
