using System.Security.Cryptography;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.SignIn;

/// <summary>The keys that sign access tokens, read from the database once and made on an instance's first sign-in.</summary>
internal sealed class SigningKeys(IServiceScopeFactory scopes) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private IReadOnlyList<ECDsaSecurityKey> _keys = [];

    /// <summary>All keys, the newest first: that one signs.</summary>
    public async ValueTask<IReadOnlyList<ECDsaSecurityKey>> GetAsync(CancellationToken cancellationToken)
    {
        if (_keys.Count > 0)
        {
            return _keys;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_keys.Count == 0)
            {
                _keys = await ReadAsync(cancellationToken);
            }

            return _keys;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<IReadOnlyList<ECDsaSecurityKey>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDbContext>();
        var newestFirst = db.SigningKeys.AsNoTracking().OrderByDescending(key => key.CreatedAt);
        var stored = await newestFirst.ToListAsync(cancellationToken);
        if (stored.Count == 0)
        {
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new EnsureSigningKey(), cancellationToken);
            stored = await newestFirst.ToListAsync(cancellationToken);
        }

        return [.. stored.Select(Open)];
    }

    private static ECDsaSecurityKey Open(SigningKey stored)
    {
        var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(stored.PrivateKey, out _);
        return new ECDsaSecurityKey(pair) { KeyId = stored.Id.ToString() };
    }
}

internal sealed record EnsureSigningKey : ICommand<Result>;

internal sealed class EnsureSigningKeyHandler(PlatformDbContext db, TimeProvider time) : IRequestHandler<EnsureSigningKey, Result>
{
    public async Task<Result> Handle(EnsureSigningKey request, CancellationToken cancellationToken)
    {
        if (await db.SigningKeys.AnyAsync(cancellationToken))
        {
            return Result.Done;
        }

        // Two nodes at once would make a key each and not know the other's: the second waits here, and finds the first one's.
        await db.Set<RevisionHead>().ExecuteUpdateAsync(set => set.SetProperty(head => head.Value, head => head.Value), cancellationToken);
        if (!await db.SigningKeys.AnyAsync(cancellationToken))
        {
            db.Add(SigningKey.Generate(time.UtcNow()));
        }

        return Result.Done;
    }
}
