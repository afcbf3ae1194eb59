using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Results;

namespace Platform.Kernel.Coherence;

/// <summary>
/// That a credential has been replaced and works for a while longer. Its answers say so: <c>Deprecation</c> (RFC 9745) since
/// when, <c>Sunset</c> (RFC 8594) until when.
/// </summary>
public sealed class ReplacedCredential(DateTime at, DateTime endsAt)
{
    private readonly string _deprecation = $"@{new DateTimeOffset(at).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}";
    private readonly string _sunset = endsAt.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Written when the answer starts, so that one that became an error says it too.</summary>
    public void Announce(HttpResponse response) => response.OnStarting(
        static state =>
        {
            var (headers, replaced) = ((IHeaderDictionary, ReplacedCredential))state;
            headers["Deprecation"] = replaced._deprecation;
            headers["Sunset"] = replaced._sunset;
            return Task.CompletedTask;
        },
        (response.Headers, this));
}

/// <summary>
/// What must have happened before the first request with a replacement is answered. Many first requests at once wait for the
/// same one; where it failed, the next request tries again.
/// </summary>
/// <param name="settle">Notes the first use; answers with the reason where the replacement is good no more.</param>
public sealed class FirstUse(Func<IPAddress?, string?, Task<Error?>> settle)
{
    private readonly Lock _gate = new();
    private Task<Error?>? _settling;

    public Task<Error?> SettleAsync(IPAddress? address, string? userAgent)
    {
        lock (_gate)
        {
            return _settling is null or { IsFaulted: true } or { IsCanceled: true } ? _settling = settle(address, userAgent) : _settling;
        }
    }
}

/// <summary>A replaced credential that somebody still holds, used after it had ended.</summary>
public sealed record LateUse(Guid OrganizationId, Guid CredentialId);

/// <summary>Tells of late uses. The Tokens module is it.</summary>
public interface ILateUses
{
    /// <summary>Tells of it, once for each credential. A failure to do so is logged and changes no answer.</summary>
    Task TellAsync(LateUse use, IPAddress? address, string? userAgent);
}
