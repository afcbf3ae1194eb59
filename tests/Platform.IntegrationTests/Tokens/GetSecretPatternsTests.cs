using System.Text.RegularExpressions;

namespace Platform.IntegrationTests.Tokens;

public sealed class GetSecretPatternsTests
{
    [Theory, EachDatabase("pt", "acme", "x9")]
    public async Task FindEveryKindOfTokenAndSayWhereToReportIt(Database database, string prefix)
    {
        await using var host = await PlatformHost.StartAsync(database, settings: $"--Tokens:Prefix={prefix}");
        var organization = await host.CreateOrganizationAsync();
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var application = await TestApplication.RegisterAsync(host, "read", "write");
        var personal = await person.Client.PostAsync("/me/token").Expect(201);
        var service = await organization.IssueTokenAsync("people:read");
        string[] secrets = [personal["secret"], service.Secret, application.Client.Credential!];
        var signed = await organization.Admin.PostAsync(
            "/tokens", new { serviceAccountId = service.OwnerId, name = "Signed", expiresAt = host.Now.AddDays(1), scopes = new[] { "people:read" }, format = "jwt" }).Expect(201);
        secrets.Select(secret => secret[..(prefix.Length + 2)]).ShouldBe([$"{prefix}u_", $"{prefix}s_", $"{prefix}a_"]);
        personal["display"].ShouldStartWith($"{prefix}u_");

        var patterns = await host.Root.GetAsync("/.well-known/secret-patterns.json").Expect(200);
        patterns["prefix"].ShouldBe(prefix);
        var text = string.Join('\n', secrets.Select(secret => $"API_TOKEN=\"{secret}\" # {secret}x {secret[..^1]} other{secret}").Append($"'{signed["secret"]}'"));
        secrets = [.. secrets, signed["secret"]];
        var expected = secrets.Order().ToList();
        IEnumerable<string> Found(IEnumerable<string> expressions) => expressions.SelectMany(regex => Regex.Matches(text, regex)).Select(match => match.Value).Order();
        Found(patterns.Json["patterns"]!.AsArray().Select(pattern => pattern!.Text("regex"))).ShouldBe(expected);
        Found(patterns.Json["trufflehog"]!["detectors"]!.AsArray().Select(detector => detector!.Text("regex.token"))).ShouldBe(expected);
        Found(Regex.Matches(patterns["gitleaks"], "^regex = '''(.*)'''$", RegexOptions.Multiline).Select(match => match.Groups[1].Value)).ShouldBe(expected);
        patterns["gitleaks"].Split("[[rules]]").Length.ShouldBe(5);
        foreach (var pattern in patterns.Json["patterns"]!.AsArray())
        {
            secrets.ShouldContain(secret => secret.StartsWith(pattern!.Texts("keywords")[0]));
        }

        // What was found is reported where it says, and is what the whole product takes and judges.
        (await application.Client.PostAsync("/verify", new { token = service.Secret }).Expect(200))["code"].ShouldBe("valid");
        await organization.With(personal["secret"]).GetAsync("/forward-auth").Expect(200);
        var report = new Uri(patterns["report.url"]);
        report.Authority.ShouldBe(host.Address.Authority);
        await host.Root.PostAsync(report.PathAndQuery, new { tokens = secrets }).Expect(202);
        await organization.With(service.Secret).GetAsync("/me").ExpectProblem(401, "token-revoked");
        await organization.With(signed["secret"]).GetAsync("/me").ExpectProblem(401, "token-revoked");
        await organization.With(personal["secret"]).GetAsync("/me").ExpectProblem(401, "token-revoked");
        await application.Client.PostAsync("/verify", new { token = "x" }).ExpectProblem(401, "token-revoked");
    }
}
