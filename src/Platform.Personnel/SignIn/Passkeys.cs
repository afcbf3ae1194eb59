using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Kernel.Data;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.SignIn;

/// <summary>
/// Passkeys (WebAuthn) by ASP.NET Core Identity's own handler. It wants a user manager over a store that finds accounts and
/// their passkeys; nothing else of Identity is used, and it writes nothing.
/// </summary>
internal static class Passkeys
{
    public static void AddPasskeys(this IServiceCollection services, IConfiguration configuration)
    {
        var domain = configuration["SignIn:PasskeyDomain"] is { Length: > 0 } configured ? configured : null;
        var options = Options.Create(new IdentityPasskeyOptions
        {
            ServerDomain = domain,
            UserVerificationRequirement = "required",
            ResidentKeyRequirement = "required",
            AttestationConveyancePreference = "none",
            ValidateOrigin = origin => ValueTask.FromResult(!origin.CrossOrigin && IsOurs(origin.Origin, domain ?? origin.HttpContext.Request.Host.Host)),
        });
        services.AddScoped(provider => new UserManager<Account>(
            new AccountStore(provider.GetRequiredService<PlatformDbContext>()),
            Options.Create(new IdentityOptions()),
            provider.GetRequiredService<IPasswordHasher<Account>>(),
            [],
            [],
            new UpperInvariantLookupNormalizer(),
            new IdentityErrorDescriber(),
            provider,
            NullLogger<UserManager<Account>>.Instance));
        services.AddScoped<IPasskeyHandler<Account>>(provider => new PasskeyHandler<Account>(provider.GetRequiredService<UserManager<Account>>(), options));
    }

    /// <summary>A page of the domain's or of one below it, over TLS; without it only on this machine.</summary>
    private static bool IsOurs(string origin, string domain) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && (page.Scheme == Uri.UriSchemeHttps || (page.Scheme == Uri.UriSchemeHttp && page.IsLoopback))
        && (page.Host.Equals(domain, StringComparison.OrdinalIgnoreCase) || page.Host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads accounts and passkeys for the handler. What it does not ask for is not there.</summary>
    private sealed class AccountStore(PlatformDbContext db) : IUserPasskeyStore<Account>
    {
        public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());

        public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

        public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
            Guid.TryParse(userId, CultureInfo.InvariantCulture, out var id)
                ? db.Accounts.AsNoTracking().SingleOrDefaultAsync(account => account.Id == id, cancellationToken)
                : Task.FromResult<Account?>(null);

        public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken) =>
            [.. (await db.Passkeys.AsNoTracking().Where(passkey => passkey.AccountId == user.Id).ToListAsync(cancellationToken)).Select(ToInfo)];

        public async Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
            await db.Passkeys.AsNoTracking().SingleOrDefaultAsync(row => row.CredentialId == credentialId && row.AccountId == user.Id, cancellationToken) is { } passkey
                ? ToInfo(passkey)
                : null;

        public Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) => (
            from passkey in db.Passkeys
            join account in db.Accounts on passkey.AccountId equals account.Id
            where passkey.CredentialId == credentialId
            select account).AsNoTracking().SingleOrDefaultAsync(cancellationToken);

        public void Dispose()
        {
            // The context is the request's.
        }

        public Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw new NotSupportedException();

        private static UserPasskeyInfo ToInfo(Passkey passkey) => new(
            passkey.CredentialId,
            passkey.PublicKey,
            passkey.CreatedAt,
            (uint)passkey.SignCount,
            passkey.Transports.Split(',', StringSplitOptions.RemoveEmptyEntries),
            isUserVerified: true,
            passkey.IsBackupEligible,
            passkey.IsBackedUp,
            attestationObject: [],
            clientDataJson: []);
    }
}
