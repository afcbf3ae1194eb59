using System.Security.Cryptography;

namespace Platform.IntegrationTests.Tokens;

/// <summary>
/// Access tokens that somebody has tampered with, at each place that judges one. Some are signed with the instance's own key,
/// taken from its table: then it is just the one wrong claim that they are refused for.
/// </summary>
public sealed class ForgedCredentialTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase("none", "None", "hs256-with-public-key", "hs256-with-pem", "wrong-kid", "no-kid", "other-key", "wrong-audience", "no-audience", "no-session", "other-session")]
    public async Task IsUnknownWhoeverIsAsked(Database database, string forgery)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var jwt = Jwt.Read(person.Client.Credential!);
        using var own = await ReadKeyAsync(organization.Host);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Jwt Signed(Jwt changed) => changed.SignedWith(data => own.SignData(data, HashAlgorithmName.SHA256));
        await person.Client.With(Signed(jwt.WithClaim("extra", "1")).ToString()).GetAsync("/me").Expect(200);
        var forged = forgery switch
        {
            "none" or "None" => jwt.WithAlgorithm(forgery) with { Signature = [] },
            "hs256-with-public-key" => jwt.WithAlgorithm("HS256").SignedWith(data => HMACSHA256.HashData(own.ExportSubjectPublicKeyInfo(), data)),
            "hs256-with-pem" => jwt.WithAlgorithm("HS256").SignedWith(data => HMACSHA256.HashData(System.Text.Encoding.ASCII.GetBytes(own.ExportSubjectPublicKeyInfoPem()), data)),
            "wrong-kid" => Signed(jwt.WithHeader("kid", Guid.CreateVersion7().ToString())),
            "no-kid" => Signed(jwt.WithHeader("kid", null)),
            "other-key" => jwt.SignedWith(data => other.SignData(data, HashAlgorithmName.SHA256)),
            "wrong-audience" => Signed(jwt.WithClaim("aud", "somebody-else")),
            "no-audience" => Signed(jwt.WithClaim("aud", null)),
            "no-session" => Signed(jwt.WithClaim("sid", null)),
            _ => Signed(jwt.WithClaim("sid", Guid.CreateVersion7().ToString())),
        };
        await IsRefusedAsync(organization, forged.ToString(), forgery == "other-session" ? "revoked" : "unknown");
        await person.Client.GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task AnInstanceWithANameTakesNoOtherIssuer(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database, settings: "--PublicUrl=https://platform.example/");
        var organization = await host.CreateOrganizationAsync();
        var jwt = Jwt.Read((await organization.AddPersonAsync()).Client.Credential!);
        using var own = await ReadKeyAsync(host);
        foreach (var issuer in (JsonNode?[])["https://somebody.example", "https://platform.example/", null])
        {
            await IsRefusedAsync(organization, jwt.WithClaim("iss", issuer).SignedWith(data => own.SignData(data, HashAlgorithmName.SHA256)).ToString(), "unknown");
        }

        await organization.With(jwt.ToString()).GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task AnExpiredOneIsExpired(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var jwt = Jwt.Read(person.Client.Credential!);
        using var own = await ReadKeyAsync(organization.Host);
        var expired = jwt.WithClaim("exp", organization.Host.Clock.GetUtcNow().ToUnixTimeSeconds()).SignedWith(data => own.SignData(data, HashAlgorithmName.SHA256));
        await IsRefusedAsync(organization, expired.ToString(), "expired");
    }

    /// <summary>No leeway: all nodes of an instance and its database stand in one place, and an end is an end.</summary>
    [Theory, EachDatabase]
    public async Task AClockThatIsAheadOrBehindLetsNobodyInForLonger(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var organization = await host.CreateOrganizationAsync();
        var application = (await TestApplication.RegisterAsync(host, "read", "write")).Client;
        var person = await organization.AddPersonAsync();
        var end = DateTimeOffset.FromUnixTimeSeconds((long)Jwt.Read(person.Client.Credential!).Claims["exp"]!).UtcDateTime;

        // Issued by a node whose clock is ahead: it is good already.
        var issued = host.Now;
        host.Clock.AdvanceTo(issued.AddMinutes(-5));
        await person.Client.GetAsync("/me").Expect(200);
        foreach (var (now, good) in ((DateTime, bool)[])[(end.AddMilliseconds(-1), true), (end, false), (end.AddMilliseconds(1), false)])
        {
            host.Clock.AdvanceTo(now);
            await person.Client.GetAsync("/me").Expect(good ? 200 : 401);
            (await application.PostAsync("/verify", new { token = person.Client.Credential }).Expect(200))["code"].ShouldBe(good ? "valid" : "expired");
        }

        // Set back behind the end, it is good again. The application's limit takes a clock that was set back for all spent, and fills on.
        host.Clock.AdvanceTo(end.AddMinutes(-5));
        await person.Client.GetAsync("/me").Expect(200);
        await application.PostAsync("/verify", new { token = person.Client.Credential }).Expect(429);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        (await application.PostAsync("/verify", new { token = person.Client.Credential }).Expect(200))["code"].ShouldBe("valid");
    }

    private static async Task IsRefusedAsync(TestOrganization organization, string credential, string code)
    {
        var application = (await TestApplication.RegisterAsync(organization.Host, "read", "write")).Client;
        var error = code switch { "expired" => "token-expired", "revoked" => "token-revoked", _ => "unauthenticated" };
        await organization.With(credential).GetAsync("/me").ExpectProblem(401, error);
        await organization.With(credential).GetAsync("/forward-auth").ExpectProblem(401, error);
        await organization.With(credential).PostAsync("/verify", new { token = credential }).ExpectProblem(401, error);
        (await application.PostAsync("/verify", new { token = credential }).Expect(200)).Body.ShouldBe($"{{\"valid\":false,\"code\":\"{code}\"}}");
        (await application.PostAsync("/introspect", new FormUrlEncodedContent([new("token", credential)])).Expect(200)).Body.ShouldBe("{\"active\":false}");
        (await organization.Host.Anonymous.PostAsync("/revoke", new FormUrlEncodedContent([new("token", credential)])).Expect(200)).Body.ShouldBeEmpty();
    }

    private static async Task<ECDsa> ReadKeyAsync(PlatformHost host)
    {
        await using var tables = await host.OpenTablesAsync();
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey((byte[])(await tables.ScalarAsync("SELECT private_key FROM personnel_signing_key ORDER BY created_at DESC"))!, out _);
        return key;
    }
}
