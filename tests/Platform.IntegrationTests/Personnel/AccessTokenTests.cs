using System.Security.Cryptography;

namespace Platform.IntegrationTests.Personnel;

/// <summary>What an access token says, when it ends, and that nobody else can make one.</summary>
public sealed class AccessTokenTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task SaysWhoIsSignedIn(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("Manager", name: "Mo Manager");
        var jwt = Jwt.Read(person.Client.Credential!);
        jwt.Header.Text("alg").ShouldBe("ES256");
        jwt.Claims.Text("sub").ShouldBe(person.Id.ToString());
        jwt.Claims.Text("org").ShouldBe(organization.Id.ToString());
        Guid.TryParse(jwt.Claims.Text("sid"), out _).ShouldBeTrue();
        jwt.Claims.Text("name").ShouldBe("Mo Manager");
        jwt.Claims.Text("email").ShouldBe(person.Email);
        jwt.Claims.Texts("permissions").ShouldContain("people:*");
        var issuedAt = (long)jwt.Claims["iat"]!;
        issuedAt.ShouldBe(organization.Host.Clock.GetUtcNow().ToUnixTimeSeconds());
        ((long)jwt.Claims["exp"]!).ShouldBe(issuedAt + 86400);
    }

    [Theory, EachDatabase]
    public async Task OfAnOperatorNamesNoOrganization(Database database)
    {
        var op = await (await hosts.OnAsync(database)).OperatorAsync();
        Jwt.Read(op.Credential!).Claims["org"].ShouldBeNull();
    }

    [Theory, EachDatabase]
    public async Task EndsAfterTwentyFourHours(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var unused = await organization.SignInAsync(organization.AdministratorEmail);
        await organization.Admin.GetAsync("/me").Expect(200);
        organization.Host.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        await organization.Admin.GetAsync("/me").Expect(200);
        organization.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var client in (ApiClient[])[organization.Admin, unused])
        {
            (await client.GetAsync("/me").ExpectProblem(401, "token-expired")).Header("WWW-Authenticate").ShouldBe("Bearer error=\"invalid_token\"");
        }
    }

    [Theory, EachDatabase("none", "none-unsigned", "hs256-with-public-key", "other-key", "changed-claim", "unsigned", "not-json")]
    public async Task AForgedOneIsRefused(Database database, string forgery)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var jwt = Jwt.Read(person.Client.Credential!);
        var jwk = (await organization.Host.Root.GetAsync("/.well-known/jwks.json").Expect(200)).Json["keys"]![0]!;
        using var published = Jwt.ToKey(jwk);
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // Each tries to be the administrator.
        var wanted = jwt.WithClaim("sub", organization.AdministratorId.ToString()).WithClaim("permissions", new JsonArray("admin"));
        var forged = forgery switch
        {
            "none" => jwt.WithAlgorithm("none").ToString(),
            "none-unsigned" => (jwt.WithAlgorithm("none") with { Signature = [] }).ToString(),
            "hs256-with-public-key" => wanted.WithAlgorithm("HS256").SignedWith(data => HMACSHA256.HashData(published.ExportSubjectPublicKeyInfo(), data)).ToString(),
            "other-key" => wanted.SignedWith(data => own.SignData(data, HashAlgorithmName.SHA256)).ToString(),
            "changed-claim" => wanted.ToString(),
            "unsigned" => (wanted with { Signature = [] }).ToString(),
            _ => "eyJub3QganNvbg.eyJub3QganNvbg.AAAA",
        };
        await person.Client.With(forged).GetAsync("/me").ExpectProblem(401, "unauthenticated");
        await person.Client.GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task IsNoApiKey(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.Admin.With(null).WithHeader("X-API-Key", organization.Admin.Credential!).GetAsync("/me").ExpectProblem(401, "unauthenticated");
    }
}
