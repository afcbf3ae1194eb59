using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Platform.Kernel.Coherence;

/// <summary>
/// A slug by which an organization was named before. Answers to whoever still uses it say so: <c>Organization-ID</c> has the slug
/// to use instead, <c>Deprecation</c> (RFC 9745) since when, <c>Sunset</c> (RFC 8594) until when the old one works.
/// </summary>
public sealed record FormerSlug(string Slug, DateTime ReplacedAt, DateTime EndsAt)
{
    /// <summary>Written when the answer starts; a replaced credential's own words come after, and stand.</summary>
    public void Announce(HttpResponse response, string slug) => response.OnStarting(
        static state =>
        {
            var (headers, former, slug) = ((IHeaderDictionary, FormerSlug, string))state;
            headers["Organization-ID"] = slug;
            headers["Deprecation"] = $"@{new DateTimeOffset(former.ReplacedAt).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}";
            headers["Sunset"] = former.EndsAt.ToString("R", CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        },
        (response.Headers, this, slug));
}
