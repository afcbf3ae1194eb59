using System.Security.Cryptography;
using System.Text;

namespace Platform.IntegrationTests.Tokens;

/// <summary>A person's own token, from the first to the last day.</summary>
public sealed class GenerateMyTokenTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task IsShownOnceAndGoodForAYear(Database database)
    {
        var person = await PersonAsync(database);
        var generated = await person.Client.PostAsync("/me/token").Expect(201);
        var secret = generated["secret"];
        secret.ShouldMatch("^ptu_[0-9A-Za-z]{42}$");
        secret[^6..].ShouldBe(Checksum(secret[4..^6]));
        generated["display"].ShouldBe($"{secret[..8]}…{secret[^4..]}");
        generated["kind"].ShouldBe("user");
        generated["status"].ShouldBe("active");
        generated["owner.id"].ShouldBe(person.Id.ToString());
        generated.Json["scopes"].ShouldBeNull();
        generated.Json.Time("expiresAt").ShouldBe(generated.Json.Time("createdAt").AddDays(365));

        var read = await person.Client.GetAsync("/me/token").Expect(200);
        read.Id.ShouldBe(generated.Id);
        read.Json["secret"].ShouldBeNull();
        read.Body.ShouldNotContain(secret);
    }

    [Theory, EachDatabase]
    public async Task OnlyItsHashIsKept(Database database)
    {
        var (organization, person) = await OrganizationAndPersonAsync(database);
        var secret = (await person.Client.PostAsync("/me/token").Expect(201))["secret"];
        await using var tables = await organization.Host.OpenTablesAsync();
        var values = await tables.ReadAllAsync();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        values.ShouldContain(value => value.Column == "tokens_token.hash" && value.Value == hash);
        values.ShouldNotContain(value => value.Value.Contains(secret, StringComparison.Ordinal));
        values.ShouldNotContain(value => value.Value.Contains(TestOrganization.Password, StringComparison.Ordinal));
        values.ShouldNotContain(value => value.Value.Contains(person.RefreshToken, StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task DoesExactlyWhatItsOwnerMayDo(Database database)
    {
        var (organization, person) = await OrganizationAndPersonAsync(database);
        var token = organization.With((await person.Client.PostAsync("/me/token").Expect(201))["secret"]);
        (await token.GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBe((await person.Client.GetAsync("/me").Expect(200)).Json.Texts("permissions"));
        await token.GetAsync("/people").Expect(200);
        (await token.PostAsync("/people", new { name = "N", email = TestOrganization.NewEmail() }).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("people:write");

        // Now and later.
        await organization.Admin.PutAsync($"/people/{person.Id}/roles", new { roleIds = new[] { await organization.RoleAsync("Manager") } }).Expect(200);
        await token.PostAsync("/people", new { name = "N", email = TestOrganization.NewEmail() }).Expect(201);
        await organization.Admin.PutAsync($"/people/{person.Id}/roles", new { roleIds = Array.Empty<Guid>() }).Expect(200);
        (await token.GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBeEmpty();
        await token.GetAsync("/people").ExpectProblem(403, "permission-denied");
    }

    [Theory, EachDatabase]
    public async Task ScopesCutItDown(Database database)
    {
        var (organization, person) = await OrganizationAndPersonAsync(database);
        await person.Client.PostAsync("/me/token", new { scopes = new[] { "people:write" } }).ExpectProblem(422, "scope-not-grantable");
        (await person.Client.PostAsync("/me/token", new { scopes = new[] { "people:reed" } }).ExpectInvalid("scopes")).ShouldContain("people:read");
        var secret = (await person.Client.PostAsync("/me/token", new { scopes = new[] { "urn:platform:people:*:read" } }).Expect(201))["secret"];
        (await organization.With(secret).GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBe(["people:read"]);
        await organization.With(secret).GetAsync("/roles").ExpectProblem(403, "permission-denied");
    }

    [Theory, EachDatabase]
    public async Task ThereIsOneAndRegeneratingOrRemovingActsAtOnce(Database database)
    {
        var (organization, person) = await OrganizationAndPersonAsync(database);
        await person.Client.GetAsync("/me/token").ExpectProblem(404, "not-found");
        await person.Client.DeleteAsync("/me/token").ExpectProblem(404, "not-found");
        await person.Client.PostAsync("/me/token/regenerate").ExpectProblem(404, "not-found");

        var first = (await person.Client.PostAsync("/me/token").Expect(201))["secret"];
        await person.Client.PostAsync("/me/token").ExpectProblem(409, "token-already-active");
        await organization.With(first).GetAsync("/me").Expect(200);

        var second = (await person.Client.PostAsync("/me/token/regenerate").Expect(201))["secret"];
        (await organization.With(first).GetAsync("/me").ExpectProblem(401, "token-revoked")).Header("WWW-Authenticate").ShouldBe("Bearer error=\"invalid_token\"");
        await organization.With(second).GetAsync("/me").Expect(200);

        await person.Client.DeleteAsync("/me/token").Expect(204);
        await organization.With(second).GetAsync("/me").ExpectProblem(401, "token-revoked");
        await person.Client.GetAsync("/me/token").ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task NeedsTheCheckboxThePermissionAndASignedInPerson(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var unchecked_ = await organization.AddPersonAsync("API user");
        await unchecked_.Client.PostAsync("/me/token").ExpectProblem(403, "api-access-disabled");
        await organization.Admin.PatchAsync($"/people/{unchecked_.Id}", new { apiAccessEnabled = true }).Expect(200);
        var secret = (await unchecked_.Client.PostAsync("/me/token").Expect(201))["secret"];

        foreach (var write in (Func<ApiClient, Task<Answer>>[])[token => token.PostAsync("/me/token"), token => token.PostAsync("/me/token/regenerate"), token => token.DeleteAsync("/me/token")])
        {
            await write(organization.With(secret)).ExpectProblem(403, "permission-denied");
        }

        var member = await organization.AddPersonAsync("Member", apiAccess: true);
        (await member.Client.PostAsync("/me/token").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("tokens:generate");
    }

    [Theory, EachDatabase]
    public async Task DiesWithThePersonOrTheCheckboxAtOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (deactivated, cleared) = (await organization.AddPersonAsync("API user", apiAccess: true), await organization.AddPersonAsync("API user", apiAccess: true));
        var one = organization.With((await deactivated.Client.PostAsync("/me/token").Expect(201))["secret"]);
        var other = organization.With((await cleared.Client.PostAsync("/me/token").Expect(201))["secret"]);
        await one.GetAsync("/me").Expect(200);
        await other.GetAsync("/me").Expect(200);

        await organization.Admin.PostAsync($"/people/{deactivated.Id}/deactivate").Expect(200);
        await one.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await other.GetAsync("/me").Expect(200);
        await organization.Admin.PatchAsync($"/people/{cleared.Id}", new { apiAccessEnabled = false }).Expect(200);
        await other.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await cleared.Client.GetAsync("/me").Expect(200);

        // Neither comes back.
        await organization.Admin.PatchAsync($"/people/{cleared.Id}", new { apiAccessEnabled = true }).Expect(200);
        await other.GetAsync("/me").ExpectProblem(401, "token-revoked");
    }

    [Theory, EachDatabase]
    public async Task EndsExactlyAtItsEndAndIsToldOnce(Database database)
    {
        var (organization, person) = await OrganizationAndPersonAsync(database);
        var generated = await person.Client.PostAsync("/me/token").Expect(201);
        var token = organization.With(generated["secret"]);
        await token.GetAsync("/me").Expect(200);
        organization.Host.Clock.AdvanceTo(generated.Json.Time("expiresAt").AddMilliseconds(-1));
        await token.GetAsync("/me").Expect(200);
        organization.Host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await token.GetAsync("/me").ExpectProblem(401, "token-expired");

        var me = await organization.SignInAsync(person.Email);
        (await me.GetAsync("/me/token").Expect(200))["status"].ShouldBe("expired");
        await organization.Host.RunJobAsync("tokens-expire");
        await organization.Host.RunJobAsync("tokens-expire");
        var notices = await Eventually.Until(() => me.GetAsync("/notifications").Expect(200), answer => answer.Body.Contains("token.expired"));
        notices.Items.Count(notice => notice.Text("event") == "token.expired").ShouldBe(1);

        // It frees the place, and stays visible.
        await me.PostAsync("/me/token").Expect(201);
        await organization.SignInAdministratorAsync();
        (await organization.Admin.GetAsync("/tokens?status=expired").Expect(200)).Items.ShouldHaveSingleItem().Text("id").ShouldBe(generated.Id.ToString());
    }

    [Theory, EachDatabase]
    public async Task OfManyAtTheSameTimeOneIsMade(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => person.Client.PostAsync("/me/token")));
        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        foreach (var refused in answers.Where(answer => answer.Status != 201))
        {
            refused.ExpectProblem(409, "token-already-active");
        }

        (await organization.Admin.GetAsync($"/tokens?ownerId={person.Id}").Expect(200)).Items.ShouldHaveSingleItem();
    }

    /// <summary>Worked out apart from the product: CRC32 bit by bit, then base62.</summary>
    private static string Checksum(string random)
    {
        var crc = uint.MaxValue;
        foreach (var value in Encoding.ASCII.GetBytes(random))
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        var left = crc ^ uint.MaxValue;
        var text = "";
        for (var digit = 0; digit < 6; digit++, left /= 62)
        {
            text = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(int)(left % 62)] + text;
        }

        return text;
    }

    private async Task<TestPerson> PersonAsync(Database database) => (await OrganizationAndPersonAsync(database)).Person;

    private async Task<(TestOrganization Organization, TestPerson Person)> OrganizationAndPersonAsync(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        return (organization, await organization.AddPersonAsync("API user", apiAccess: true));
    }
}
