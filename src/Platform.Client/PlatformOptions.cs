namespace Platform.Client;

/// <summary>How a product finds its Platform instance, and what it is there.</summary>
public sealed class PlatformOptions
{
    /// <summary>The instance's address, such as <c>https://platform.example</c>; without <c>/api/v1</c>.</summary>
    public Uri? Address { get; set; }

    /// <summary>
    /// The token with which the product asks: an application's (<c>pta_…</c>), for the tokens of every organization, or an
    /// organization's own with <c>tokens:verify</c>, for that organization's alone; then <see cref="Organization"/> is needed too.
    /// </summary>
    public string ApplicationToken { get; set; } = "";

    /// <summary>The id or slug of the organization whose own token <see cref="ApplicationToken"/> is; null for an application's.</summary>
    public string? Organization { get; set; }

    /// <summary>The product's resource in the permission catalogue, such as <c>tickets</c>: <c>RequireScope("read")</c> then means <c>tickets:read</c>.</summary>
    public string? Resource { get; set; }

    /// <summary>How long the instance may take to judge a token before the caller gets 503. 100 ms to 1 min; 5 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Tokens remembered at most; those not used lately make room. 2 to 10,000,000; 100,000, which take about 100 MB.</summary>
    public int MaxTokens { get; set; } = 100_000;

    /// <summary>
    /// After this long a token in use is asked for again, beside its requests: so the instance knows that it is in use.
    /// 1 s to 1 h; 1 min.
    /// </summary>
    public TimeSpan AskAgainAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What is wrong with the settings, each in a sentence.</summary>
    internal IEnumerable<string> Problems()
    {
        if (Address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            yield return $"{nameof(PlatformOptions)}.{nameof(Address)} must be the instance's address, such as https://platform.example.";
        }

        if (string.IsNullOrWhiteSpace(ApplicationToken))
        {
            yield return $"{nameof(PlatformOptions)}.{nameof(ApplicationToken)} is missing: an operator issues one under Instance, Applications.";
        }

        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromMinutes(1))
        {
            yield return $"{nameof(PlatformOptions)}.{nameof(Timeout)} must be from 100 ms to 1 min.";
        }

        if (MaxTokens is < 2 or > 10_000_000)
        {
            yield return $"{nameof(PlatformOptions)}.{nameof(MaxTokens)} must be from 2 to 10,000,000.";
        }

        if (AskAgainAfter < TimeSpan.FromSeconds(1) || AskAgainAfter > TimeSpan.FromHours(1))
        {
            yield return $"{nameof(PlatformOptions)}.{nameof(AskAgainAfter)} must be from 1 s to 1 h.";
        }
    }
}
