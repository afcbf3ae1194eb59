using Platform.Kernel.Coherence;
using Platform.Kernel.Results;

namespace Platform.Kernel.Http;

/// <summary>What can be said of a credential's text without asking the database.</summary>
public enum CredentialShape
{
    /// <summary>Some other loader's.</summary>
    Foreign,

    /// <summary>This loader's kind, but it can't be one: refused without a read.</summary>
    Impossible,

    /// <summary>It could be one.</summary>
    Plausible,
}

/// <summary>
/// API tokens in the format <c>jwt</c>. Their header names its type first, which no access token's does, so that either is
/// told from the other by how its text begins.
/// </summary>
public static class SignedApiToken
{
    /// <summary>The <c>typ</c> of the header (RFC 7519 section 5.1).</summary>
    public const string Type = "api+jwt";

    /// <summary>Base64url of <c>{"typ":"api+jwt"</c>.</summary>
    public const string Start = "eyJ0eXAiOiJhcGkrand0Ii";

    public static bool Is(ReadOnlySpan<char> text) => text.StartsWith(Start, StringComparison.Ordinal);
}

/// <summary>Turns one kind of credential into a grant: API tokens (Tokens), access tokens (Personnel).</summary>
public interface ICredentialLoader
{
    CredentialShape Judge(ReadOnlySpan<char> secret);

    /// <summary>Asks the modules, in a scope of its own. The reason of a refusal is told: the caller holds the secret.</summary>
    Task<Result<Grant>> LoadAsync(string secret, SecretHash hash);
}

/// <summary>
/// From a credential's text to its grant: by shape, then from the cache, then by loading it once. Without a lease there is no
/// cache: each request loads for itself.
/// </summary>
public sealed class Credentials(GrantCache cache, NodeLease lease, DirectLoads direct, IEnumerable<ICredentialLoader> loaders)
{
    private static readonly Result<Grant> Unknown =
        new Error(ErrorCodes.Unauthenticated, "The credential is not one of this instance's.");

    private static readonly Task<Result<Grant>> UnknownTask = Task.FromResult(Unknown);

    private readonly ICredentialLoader[] _loaders = [.. loaders];

    /// <summary>The grant where it is known already; otherwise the task that finds out.</summary>
    public bool TryGet(ReadOnlySpan<char> secret, out Grant grant, out Task<Result<Grant>> unknown)
    {
        grant = null!;
        unknown = UnknownTask;
        foreach (var loader in _loaders)
        {
            switch (loader.Judge(secret))
            {
                case CredentialShape.Impossible:
                    return false;
                case CredentialShape.Plausible:
                    return TryGet(loader, secret, out grant, out unknown);
            }
        }

        return false;
    }

    private bool TryGet(ICredentialLoader loader, ReadOnlySpan<char> secret, out Grant grant, out Task<Result<Grant>> unknown)
    {
        unknown = UnknownTask;

        // Asked before anything is taken: what it says is true of what was there then.
        var held = lease.IsHeld;
        var hash = SecretHash.Of(secret);
        if (held && cache.TryGet(hash, out grant))
        {
            return true;
        }

        grant = null!;
        unknown = LoadAsync(loader, secret.ToString(), hash, held);
        return false;
    }

    /// <summary>Apart from the above: what it hands on would be allocated there for each request that needs no load.</summary>
    private Task<Result<Grant>> LoadAsync(ICredentialLoader loader, string secret, SecretHash hash, bool held) => held
        ? lease.WhileReachable(cache.GetOrLoadAsync(hash, () => loader.LoadAsync(secret, hash)))
        : direct.RunAsync(() => loader.LoadAsync(secret, hash));
}
