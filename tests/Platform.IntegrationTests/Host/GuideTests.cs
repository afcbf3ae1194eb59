using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Platform.IntegrationTests.Host;

/// <summary>Runs the samples of the guides as they stand, against a host: a guide that lies is worse than none.</summary>
public sealed partial class GuideTests(Hosts hosts)
{
    private static readonly Dictionary<string, (string Program, string[] Arguments)> Languages = new()
    {
        ["sh"] = ("bash", ["-euo", "pipefail", "-s"]),
        ["js"] = ("node", ["--input-type=module", "-"]),
        ["python"] = ("python3", ["-"]),
    };

    public static TheoryData<Database, string> Guides
    {
        get
        {
            var cases = new TheoryData<Database, string>();
            foreach (var guide in (string[])["quick-start", "opaque-or-jwt", "rotation", "leaks", "migrating"])
            {
                cases.Add(Database.Sqlite, guide);
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Guides))]
    public async Task ItsSamplesRun(Database database, string guide)
    {
        var host = await hosts.OnAsync(database);
        var environment = await PrepareAsync(host);
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", $"{guide}.md"));
        var blocks = Block().Matches(text).ToLookup(match => match.Groups[1].Value, match => match.Groups[2].Value);
        blocks["sh"].ShouldNotBeEmpty();
        foreach (var (language, how) in Languages.Where(language => blocks.Contains(language.Key)))
        {
            // What a reader sets by hand is set already.
            var source = string.Join('\n', blocks[language].Where(block => !block.Contains("export PLATFORM=", StringComparison.Ordinal)));
            var (code, output) = await RunAsync(how.Program, how.Arguments, source, environment);
            code.ShouldBe(0, $"{guide}, {language}: {output}");
            foreach (var promised in Promise().Matches(source).Select(match => match.Groups[1].Value))
            {
                Compact(output).ShouldContain(Compact(promised), Case.Sensitive, $"{guide}, {language}");
            }
        }
    }

    private static async Task<Dictionary<string, string>> PrepareAsync(PlatformHost host)
    {
        var organization = await host.CreateOrganizationAsync();
        var expiresAt = host.Now.AddDays(90).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        async Task<(string Account, Answer Token)> IssueAsync(string name, params string[] scopes)
        {
            var account = await organization.Admin.PostAsync("/service-accounts", new { name, permissions = scopes }).Expect(201);
            return (account["id"], await organization.Admin.PostAsync("/tokens", new { serviceAccountId = account.Id, name, scopes, expiresAt }).Expect(201));
        }

        var caller = await IssueAsync("Caller", "admin");
        var old = await IssueAsync("Old", "people:read");
        var leaked = await IssueAsync("Leaked", "people:read");
        return new Dictionary<string, string>
        {
            ["PLATFORM"] = new Uri(host.Address, "/api/v1").ToString(),
            ["ORGANIZATION"] = organization.Slug,
            ["TOKEN"] = caller.Token["secret"],
            ["SERVICE_ACCOUNT"] = old.Account,
            ["TOKEN_ID"] = old.Token["id"],
            ["OLD_SECRET"] = old.Token["secret"],
            ["TOKEN_NAME"] = "Old",
            ["LEAKED"] = leaked.Token["secret"],
            ["EXPIRES_AT"] = expiresAt,
        };
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, string source, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        foreach (var proxy in start.Environment.Keys.Where(name => name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(proxy);
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await process.StandardInput.WriteAsync(source.AsMemory(), patience.Token);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, output + await error);
    }

    private static string Compact(string text) => Spaces().Replace(text, "");

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    /// <summary>What a sample says that comes out, in a comment under it.</summary>
    [GeneratedRegex(@"^# (\{.*\}|[a-z-]+(?:: [a-z:]+)?)$", RegexOptions.Multiline)]
    private static partial Regex Promise();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
