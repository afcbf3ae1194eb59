using Microsoft.AspNetCore.Http;
using Platform.Kernel.Http;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>What this instance's secrets look like, and where to report one that was found.</summary>
/// <param name="Prefix">How they all begin: the setting <c>Tokens:Prefix</c>.</param>
/// <param name="Report">Where to send what was found.</param>
/// <param name="Patterns">One for each kind of token.</param>
/// <param name="Gitleaks">Rules for gitleaks, to be kept as <c>.gitleaks.toml</c>.</param>
/// <param name="Trufflehog">Custom detectors for TruffleHog, to be kept as a file for <c>--config</c>: JSON is YAML too.</param>
internal sealed record SecretPatternsAnswer(
    string Prefix,
    SecretPatternsAnswer.Reporting Report,
    IReadOnlyList<SecretPatternsAnswer.Pattern> Patterns,
    string Gitleaks,
    SecretPatternsAnswer.Configuration Trufflehog)
{
    /// <param name="Fields">What its JSON body may hold.</param>
    internal sealed record Reporting(string Url, string Method, IReadOnlyList<string> Fields);

    /// <param name="Regex">For RE2 and everything that understands as much.</param>
    /// <param name="Keywords">What a text must contain to be worth a look.</param>
    /// <param name="Checksum">What the last characters are, so that a look-alike can be told from a secret.</param>
    internal sealed record Pattern(string Id, string Description, string Regex, IReadOnlyList<string> Keywords, string Checksum);

    internal sealed record Configuration(IReadOnlyList<Detector> Detectors);

    internal sealed record Detector(string Name, IReadOnlyList<string> Keywords, IReadOnlyDictionary<string, string> Regex);
}

internal static class GetSecretPatterns
{
    private static readonly (TokenKind Kind, string Id, string Of)[] Kinds =
    [
        (TokenKind.User, "user", "a person's API token"),
        (TokenKind.Service, "service", "a service account's API token"),
        (TokenKind.Application, "application", "an application's API token, with which it verifies others"),
    ];

    public static Microsoft.AspNetCore.Http.IResult Endpoint(HttpRequest request, TokenFormat format)
    {
        var report = $"{request.PublicAddress()}/api/v1/leaks";
        var checksum = $"the last {TokenFormat.ChecksumLength} characters are the CRC32 (as zlib has it) of the {TokenFormat.RandomLength} before them, in base62 (0-9A-Za-z), left-padded with 0";
        var patterns = Kinds.Select(kind => new SecretPatternsAnswer.Pattern(
            $"{format.Prefix}-{kind.Id}-token", $"{format.Prefix}: {kind.Of}. Report it to {report}", $"\\b{format.PatternOf(kind.Kind)}\\b", [format.StartOf(kind.Kind)], checksum))
            .Append(Signed(format, report)).ToList();
        return TypedResults.Ok(new SecretPatternsAnswer(
            format.Prefix,
            new(report, "POST", ["token", "tokens", "url", "source"]),
            patterns,
            string.Concat(patterns.Select(GitleaksRule)),
            new([.. patterns.Select(pattern => new SecretPatternsAnswer.Detector(pattern.Id, pattern.Keywords, new Dictionary<string, string> { ["token"] = pattern.Regex }))])));
    }

    /// <summary>A service account's token in the format <c>jwt</c>: a header that is every instance's, claims, and 64 bytes of signature.</summary>
    private static SecretPatternsAnswer.Pattern Signed(TokenFormat format, string report) => new(
        $"{format.Prefix}-signed-token",
        $"{format.Prefix}: a service account's API token as a JWT. Report it to {report}",
        $@"\b{SignedApiToken.Start}[0-9A-Za-z_-]{{10,}}\.[0-9A-Za-z_-]{{10,}}\.[0-9A-Za-z_-]{{86}}",
        [SignedApiToken.Start],
        "none: it is signed by a key of /.well-known/jwks.json");

    /// <summary>Literal strings of TOML: nothing in them needs escaping, since a host name holds no quote.</summary>
    private static string GitleaksRule(SecretPatternsAnswer.Pattern pattern) =>
        $"""
        [[rules]]
        id = '{pattern.Id}'
        description = "{pattern.Description}"
        regex = '''{pattern.Regex}'''
        keywords = ['{pattern.Keywords[0]}']


        """;
}
