using System.Globalization;

namespace Platform.IntegrationTests.Tokens;

public sealed class RotateTokenTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task BothWorkDuringTheOverlapAndTheOldOneSaysSo(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var now = organization.Host.Now;
        var account = await organization.CreateServiceAccountAsync("people:read");
        var old = await organization.Admin.PostAsync("/tokens", new
        {
            serviceAccountId = account,
            name = $"Bridge {account}",
            description = "Runs at two",
            integrations = new[] { "Payroll" },
            expiresAt = now.AddDays(100),
            scopes = new[] { "people:read" },
            allowedAddresses = new[] { "127.0.0.0/8" },
            rateLimitPerMinute = 90,
        }).Expect(201);
        (await organization.With(old["secret"]).GetAsync("/me").Expect(200)).Header("Deprecation").ShouldBeNull();

        organization.Host.Clock.Advance(TimeSpan.FromHours(5));
        var rotatedAt = organization.Host.Now;
        var replacement = await organization.Admin.PostAsync($"/tokens/{old.Id}/rotate", new { overlapHours = 24 }).Expect(201);
        replacement["secret"].ShouldNotBe(old["secret"]);
        foreach (var same in (string[])["name", "description", "owner.id", "rateLimitPerMinute", "format", "kind"])
        {
            replacement[same].ShouldBe(old[same]);
        }

        foreach (var same in (string[])["integrations", "scopes", "allowedAddresses"])
        {
            replacement.Json.Texts(same).ShouldBe(old.Json.Texts(same));
        }

        replacement.Json.Time("expiresAt").ShouldBe(rotatedAt.AddDays(100));

        var ends = rotatedAt.AddHours(24);
        var read = await organization.Admin.GetAsync($"/tokens/{old.Id}").Expect(200);
        (read["status"], read["replacedById"]).ShouldBe(("rotating", replacement.Id.ToString()));
        read.Json.Time("expiresAt").ShouldBe(ends);
        (await organization.Admin.GetAsync("/tokens?status=rotating").Expect(200)).Items.ShouldHaveSingleItem().Text("id").ShouldBe(old.Id.ToString());

        foreach (var answer in (Answer[])[
            await organization.With(old["secret"]).GetAsync("/me").Expect(200),
            await organization.With(old["secret"]).GetAsync("/roles").ExpectProblem(403, "permission-denied"),
            await organization.With(old["secret"]).GetAsync($"/people/{Guid.CreateVersion7()}").ExpectProblem(404, "not-found")])
        {
            answer.Header("Deprecation").ShouldBe($"@{new DateTimeOffset(rotatedAt).ToUnixTimeSeconds()}");
            answer.Header("Sunset").ShouldBe(ends.ToString("R", CultureInfo.InvariantCulture));
        }

        (await organization.With(replacement["secret"]).GetAsync("/me").Expect(200)).Header("Sunset").ShouldBeNull();
        organization.Host.Clock.AdvanceTo(ends.AddMilliseconds(-1));
        await organization.With(old["secret"]).GetAsync("/me").Expect(200);
        organization.Host.Clock.AdvanceTo(ends);
        (await organization.With(old["secret"]).GetAsync("/me").ExpectProblem(401, "token-expired")).Header("Sunset").ShouldBeNull();
        await organization.With(replacement["secret"]).GetAsync("/me").Expect(200);
        await organization.SignInAdministratorAsync();
        (await organization.Admin.GetAsync($"/tokens/{old.Id}").Expect(200))["status"].ShouldBe("expired");
    }

    [Theory, EachDatabase]
    public async Task WithoutOverlapTheOldOneIsDeadBeforeTheAnswer(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var old = await organization.IssueTokenAsync("people:read");
        await organization.With(old.Secret).GetAsync("/me").Expect(200);
        var replacement = await organization.Admin.PostAsync($"/tokens/{old.Id}/rotate", new { overlapHours = 0 }).Expect(201);
        await organization.With(old.Secret).GetAsync("/me").ExpectProblem(401, "token-revoked");
        await organization.With(replacement["secret"]).GetAsync("/me").Expect(200);
        replacement.Json["expiresAt"].ShouldBeNull();
        var read = await organization.Admin.GetAsync($"/tokens/{old.Id}").Expect(200);
        (read["status"], read["revokedReason"], read["replacedById"]).ShouldBe(("revoked", "rotated", replacement.Id.ToString()));
        await Eventually.Until(() => OutboxAsync(organization, "token.rotated", old.Id), count => count == 1);
    }

    [Theory, EachDatabase]
    public async Task TheFirstUseOfTheNewOneEndsTheOldWhereAskedFor(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var old = await organization.IssueTokenAsync("people:read");
        var replacement = await organization.Admin.PostAsync($"/tokens/{old.Id}/rotate", new { endOverlapOnFirstUse = true }).Expect(201);
        await organization.With(old.Secret).GetAsync("/me").Expect(200);

        // What is refused is no use.
        await organization.With(replacement["secret"]).GetAsync("/roles").ExpectProblem(403, "permission-denied");
        await organization.With(replacement["secret"]).In("elsewhere").GetAsync("/me").ExpectProblem(403, "organization-mismatch");
        await organization.With(old.Secret).GetAsync("/me").Expect(200);

        var (began, lateOnes) = (0, 0);
        var callers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var answer = await organization.With(replacement["secret"]).GetAsync("/me");
            answer.Expect(200);
            Interlocked.Increment(ref began);
            if ((await organization.With(old.Secret).GetAsync("/me")).Status != 401)
            {
                Interlocked.Increment(ref lateOnes);
            }
        })).ToList();
        await Task.WhenAll(callers);
        (began, lateOnes).ShouldBe((8, 0));
        var read = await organization.Admin.GetAsync($"/tokens/{old.Id}").Expect(200);
        (read["status"], read["revokedReason"]).ShouldBe(("revoked", "replacement-used"));
        var entry = (await organization.Admin.GetAsync($"/audit?targetId={old.Id}&action=token.revoked").Expect(200)).Items.ShouldHaveSingleItem();
        (entry.Text("actor.id"), entry.Text("actor.tokenId")).ShouldBe(($"{old.OwnerId}", $"{replacement.Id}"));
    }

    [Theory, EachDatabase]
    public async Task AVerifiersYesIsAFirstUse(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var verifier = organization.With((await organization.IssueTokenAsync("tokens:verify")).Secret);
        var old = await organization.IssueTokenAsync("people:read");
        var replacement = await organization.Admin.PostAsync($"/tokens/{old.Id}/rotate", new { overlapHours = 1, endOverlapOnFirstUse = true }).Expect(201);
        (await verifier.PostAsync("/verify", new { token = replacement["secret"], scopes = new[] { "people:write" } }).Expect(200))["code"].ShouldBe("insufficient-scope");
        (await verifier.PostAsync("/verify", new { token = old.Secret }).Expect(200))["code"].ShouldBe("valid");
        (await verifier.PostAsync("/verify", new { token = replacement["secret"] }).Expect(200))["code"].ShouldBe("valid");
        (await verifier.PostAsync("/verify", new { token = old.Secret }).Expect(200))["code"].ShouldBe("revoked");
    }

    [Theory, EachDatabase]
    public async Task ALostAnswerLocksNobodyOut(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var old = await organization.IssueTokenAsync(["people:read"], organization.Host.Now.AddDays(60));
        var lost = await organization.Admin.PostAsync($"/tokens/{old.Id}/rotate", new { overlapHours = 2 }).Expect(201);
        var second = await organization.Admin.PostAsync($"/tokens/{old.Id}/rotate", new { overlapHours = 2 }).Expect(201);
        second.Json.Time("expiresAt").ShouldBe(organization.Host.Now.AddDays(60));
        await organization.With(lost["secret"]).GetAsync("/me").ExpectProblem(401, "token-revoked");
        (await organization.Admin.GetAsync($"/tokens/{lost.Id}").Expect(200))["revokedReason"].ShouldBe("never-used");
        (await organization.Admin.GetAsync($"/tokens/{old.Id}").Expect(200))["replacedById"].ShouldBe(second.Id.ToString());
        await organization.With(old.Secret).GetAsync("/me").Expect(200);

        // Even where the old one has gone at once.
        var third = await organization.Admin.PostAsync($"/tokens/{old.Id}/rotate", new { overlapHours = 0 }).Expect(201);
        await organization.With(old.Secret).GetAsync("/me").ExpectProblem(401, "token-revoked");
        var fourth = await organization.Admin.PostAsync($"/tokens/{old.Id}/rotate", new { overlapHours = 1 }).Expect(201);
        await organization.With(third["secret"]).GetAsync("/me").ExpectProblem(401, "token-revoked");
        await organization.With(old.Secret).GetAsync("/me").ExpectProblem(401, "token-revoked");
        await organization.With(fourth["secret"]).GetAsync("/me").Expect(200);

        // Once it is in use it is rotated itself.
        await organization.Admin.PostAsync($"/tokens/{old.Id}/rotate", new { overlapHours = 1 }).ExpectProblem(409, "conflict");
        await organization.Admin.PostAsync($"/tokens/{fourth.Id}/rotate", new { overlapHours = 1 }).Expect(201);
    }

    [Theory, EachDatabase]
    public async Task ManyRotationsAtOnceLeaveOneReplacement(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var old = await organization.IssueTokenAsync("people:read");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => organization.Admin.PostAsync($"/tokens/{old.Id}/rotate", new { overlapHours = 1 })));
        answers.ShouldAllBe(answer => answer.Status == 201 || answer.Status == 409);
        var alive = 0;
        foreach (var made in answers.Where(answer => answer.Status == 201))
        {
            alive += (await organization.With(made["secret"]).GetAsync("/me")).Status == 200 ? 1 : 0;
        }

        alive.ShouldBe(1);
        await organization.With(old.Secret).GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task AnOldOneUsedAfterwardsIsToldOfOnceWithTheAddress(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var old = await organization.IssueTokenAsync("people:read");
        await organization.Admin.PostAsync($"/tokens/{old.Id}/rotate", new { overlapHours = 1 }).Expect(201);
        await organization.With(old.Secret).GetAsync("/me").Expect(200);
        organization.Host.Clock.Advance(TimeSpan.FromHours(1));
        var guess = old.Secret[..^1] + (old.Secret[^1] == 'x' ? 'y' : 'x');
        await organization.With(guess).GetAsync("/me").ExpectProblem(401, "unauthenticated");
        (await OutboxAsync(organization, "token.used-after-rotation", old.Id)).ShouldBe(0);
        for (var call = 0; call < 3; call++)
        {
            await organization.With(old.Secret).WithHeader("User-Agent", "night-job/2.1").GetAsync("/me").ExpectProblem(401, "token-expired");
        }

        (await OutboxAsync(organization, "token.used-after-rotation", old.Id)).ShouldBe(1);
        await using var tables = await organization.Host.OpenTablesAsync();
        var payload = (string)(await tables.ScalarAsync($"SELECT payload FROM kernel_outbox WHERE name = 'token.used-after-rotation' AND payload LIKE '%{old.Id}%'"))!;
        JsonNode.Parse(payload)!.Text("address").ShouldBe("127.0.0.1");
        JsonNode.Parse(payload)!.Text("userAgent").ShouldBe("night-job/2.1");
        var notices = await Eventually.Until(() => organization.Admin.GetAsync("/notifications").Expect(200), list => list.Body.Contains("token.used-after-rotation"));
        notices.Items.Single(notice => notice.Text("event") == "token.used-after-rotation").Text("body").ShouldContain("127.0.0.1");
    }

    [Theory, EachDatabase]
    public async Task KeepsToThePolicy(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var forever = await organization.IssueTokenAsync("people:read");
        var dated = await organization.IssueTokenAsync(["people:read"], organization.Host.Now.AddDays(100));
        await organization.Admin.PostAsync($"/tokens/{forever.Id}/rotate", new { overlapHours = 169 }).ExpectInvalid("overlapHours");
        await organization.Admin.PostAsync($"/tokens/{forever.Id}/rotate", new { overlapHours = -1 }).ExpectInvalid("overlapHours");
        await organization.Admin.PostAsync($"/tokens/{forever.Id}/rotate", new { }).ExpectInvalid("overlapHours");
        await organization.Admin.PostAsync($"/tokens/{forever.Id}/rotate", new { overlapHours = 1, expiresAt = organization.Host.Now }).ExpectInvalid("expiresAt");
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { serviceTokenMaxLifetimeDays = 30, maxOverlapHours = 4 } }).Expect(200);
        await organization.Admin.PostAsync($"/tokens/{forever.Id}/rotate", new { overlapHours = 5 }).ExpectInvalid("overlapHours");
        await organization.Admin.PostAsync($"/tokens/{forever.Id}/rotate", new { overlapHours = 4, expiresAt = organization.Host.Now.AddDays(31) }).ExpectInvalid("expiresAt");
        await organization.Admin.PostAsync($"/tokens/{forever.Id}/rotate", new { overlapHours = 4, expiresAt = (string?)null }).ExpectInvalid("expiresAt");
        foreach (var token in (TestToken[])[forever, dated])
        {
            (await organization.Admin.PostAsync($"/tokens/{token.Id}/rotate", new { overlapHours = 4 }).Expect(201)).Json.Time("expiresAt").ShouldBe(organization.Host.Now.AddDays(30));
        }

        (await organization.Admin.GetAsync($"/tokens/{forever.Id}").Expect(200)).Json.Time("expiresAt").ShouldBe(organization.Host.Now.AddHours(4));
    }

    [Theory, EachDatabase]
    public async Task NobodyObtainsWhatTheyDoNotHold(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var target = await organization.IssueTokenAsync("people:*", "roles:read");
        var writer = await organization.AddPersonHoldingAsync("tokens:write", "people:read");
        (await writer.Client.PostAsync($"/tokens/{target.Id}/rotate", new { overlapHours = 1 }).ExpectProblem(422, "scope-not-grantable"))["detail"].ShouldContain("people:*");

        // An API token of fewer scopes than its owner, who may do it all.
        var manager = await organization.AddPersonAsync("Administrator", apiAccess: true);
        var narrow = organization.With((await manager.Client.PostAsync("/me/token", new { scopes = new[] { "tokens:write", "people:read" } }).Expect(201))["secret"]);
        await narrow.PostAsync($"/tokens/{target.Id}/rotate", new { overlapHours = 0 }).ExpectProblem(422, "scope-not-grantable");
        await narrow.PostAsync("/tokens", new { serviceAccountId = target.OwnerId, name = $"Greedy {target.Id}", expiresAt = (string?)null, scopes = new[] { "people:*" } }).ExpectProblem(422, "scope-not-grantable");
        await organization.With(target.Secret).GetAsync("/me").Expect(200);

        var reader = await organization.AddPersonHoldingAsync("tokens:read", "people:*", "roles:read");
        await reader.Client.PostAsync($"/tokens/{target.Id}/rotate", new { overlapHours = 1 }).ExpectProblem(403, "permission-denied");
        await (await organization.Host.CreateOrganizationAsync()).Admin.PostAsync($"/tokens/{target.Id}/rotate", new { overlapHours = 1 }).ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task APersonsTokenIsRotatedByItsOwnerSignedIn(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var owner = await organization.AddPersonAsync("Manager", apiAccess: true);
        var token = await owner.Client.PostAsync("/me/token").Expect(201);
        var own = organization.With(token["secret"]);
        foreach (var thief in (ApiClient[])[organization.Admin, own, organization.With((await organization.IssueTokenAsync("admin")).Secret)])
        {
            await thief.PostAsync($"/tokens/{token.Id}/rotate", new { overlapHours = 1 }).ExpectProblem(403, "permission-denied");
        }

        foreach (var write in (Func<ApiClient, Task<Answer>>[])[
            client => client.PostAsync("/me/token"), client => client.PostAsync("/me/token/regenerate"), client => client.PostAsync("/me/token/rotate", new { overlapHours = 1 })])
        {
            await write(own).ExpectProblem(403, "permission-denied");
        }

        await own.GetAsync("/me").Expect(200);
        var next = await owner.Client.PostAsync($"/tokens/{token.Id}/rotate", new { overlapHours = 1 }).Expect(201);
        next["secret"].ShouldStartWith("ptu_");
        await organization.With(next["secret"]).GetAsync("/me").Expect(200);
        await own.GetAsync("/me").Expect(200);
        next.Json.Time("expiresAt").ShouldBe(organization.Host.Now.AddDays(365));
    }

    [Theory, EachDatabase]
    public async Task TheNameIsSharedAndStaysTakenWhileEitherLives(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var old = await organization.IssueTokenAsync("people:read");
        object Named(string name) => new { serviceAccountId = old.OwnerId, name, expiresAt = (string?)null, scopes = new[] { "people:read" } };
        var replacement = await organization.Admin.PostAsync($"/tokens/{old.Id}/rotate", new { overlapHours = 1 }).Expect(201);
        await organization.Admin.PostAsync("/tokens", Named(old.Name)).ExpectProblem(409, "token-name-taken");
        await organization.Admin.DeleteAsync($"/tokens/{replacement.Id}").Expect(200);
        await organization.Admin.PostAsync("/tokens", Named(old.Name)).ExpectProblem(409, "token-name-taken");
        organization.Host.Clock.Advance(TimeSpan.FromHours(1));
        await organization.Admin.PostAsync("/tokens", Named(old.Name)).Expect(201);
        await organization.Admin.PostAsync($"/tokens/{old.Id}/rotate", new { overlapHours = 1 }).ExpectProblem(409, "conflict");
    }

    private static async Task<int> OutboxAsync(TestOrganization organization, string name, Guid tokenId)
    {
        await using var tables = await organization.Host.OpenTablesAsync();
        return Convert.ToInt32(await tables.ScalarAsync($"SELECT COUNT(*) FROM kernel_outbox WHERE name = '{name}' AND payload LIKE '%{tokenId}%'"), CultureInfo.InvariantCulture);
    }
}
