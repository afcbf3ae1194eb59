using MediatR;
using Microsoft.AspNetCore.Identity;
using Platform.Contracts.Personnel;
using Platform.Personnel.Domain;

namespace Platform.Personnel.SignIn;

/// <summary>Passwords, by ASP.NET Core Identity's hasher (PBKDF2). Each check costs one hash, known account or not.</summary>
internal sealed class Passwords : IRequestHandler<HashPassword, string>, IRequestHandler<CheckPassword, string?>
{
    private const int MinLength = 8;
    private const int MaxLength = 256;

    /// <summary>What an unknown account's password is compared with, so that it takes the same time.</summary>
    private static string? _nobody;

    private readonly IPasswordHasher<Account> _hasher;

    /// <summary>Not put off until the first unknown account: that sign-in would take twice as long.</summary>
    public Passwords(IPasswordHasher<Account> hasher)
    {
        _hasher = hasher;
        _nobody ??= Hash("nobody's");
    }

    public Task<string> Handle(HashPassword request, CancellationToken cancellationToken) => Task.FromResult(Hash(request.Password));

    public Task<string?> Handle(CheckPassword request, CancellationToken cancellationToken) => Task.FromResult(WhatIsWrongWith(request.Password));

    public string Hash(string password) => _hasher.HashPassword(null!, password);

    public bool Verify(Account? account, string password)
    {
        var hash = account?.PasswordHash;
        var same = _hasher.VerifyHashedPassword(null!, hash ?? _nobody!, password) != PasswordVerificationResult.Failed;
        return same && hash is not null;
    }

    public static string? WhatIsWrongWith(string? password) => password switch
    {
        null or { Length: < MinLength } => $"A password has at least {MinLength} characters.",
        { Length: > MaxLength } => $"A password has at most {MaxLength} characters.",
        _ => null,
    };
}
