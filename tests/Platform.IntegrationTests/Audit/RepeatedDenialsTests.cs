namespace Platform.IntegrationTests.Audit;

/// <summary>Whoever goes on with a token that is good no more leaves a trace, and not a log full of them.</summary>
public sealed class RepeatedDenialsTests(Hosts hosts) : IClassFixture<Hosts>
{
    private const int Many = 3000;

    [Theory, EachDatabase]
    public async Task ThousandsOfRefusalsAreOneEntryAnHour(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke", new { reason = "lost" }).Expect(200);
        var client = organization.With(token.Secret).WithHeader("User-Agent", "loop/1.0");
        await client.GetAsync("/me").ExpectProblem(401, "token-revoked");

        var first = (await DenialsAsync(organization, token, 1)).ShouldHaveSingleItem();
        first.Text("action").ShouldBe("token.used-after-revocation");
        first.Text("target.name").ShouldStartWith(token.Name);
        first.Text("address").ShouldBe("127.0.0.1");
        first.Text("userAgent").ShouldBe("loop/1.0");
        first.Text("actor.kind").ShouldBe("anonymous");
        first.Text("actor.tokenId").ShouldBe(token.Id.ToString());
        first.Text("changes.requests.after").ShouldBe("1");
        first.Text("changes.reason.after").ShouldBe("token-revoked");

        var written = (await organization.EntriesAsync()).Count;
        await Parallel.ForAsync(0, Many, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, _) =>
        {
            // A crowded machine may let a lease run out, which is no refusal of the token.
            while ((await client.GetAsync("/me")).Status != 401)
            {
                await Task.Delay(50);
            }
        });
        await Task.Delay(TimeSpan.FromSeconds(3));
        (await organization.EntriesAsync()).Count.ShouldBe(written, "within the hour");

        organization.Host.Clock.Advance(TimeSpan.FromHours(1));
        await organization.SignInAdministratorAsync();
        var second = (await DenialsAsync(organization, token, 2))[0];
        second.Text("changes.requests.after").ShouldBe($"{Many}");
        (second.Time("at") - first.Time("at")).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(1));
        (await organization.VerifyAsync())["intact"].ShouldBe("true");
    }

    [Theory, EachDatabase]
    public async Task EachReasonHasItsWord(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var ends = host.Now.AddDays(1);
        var expired = await organization.IssueTokenAsync(["people:read"], ends);
        var bound = await organization.IssueTokenAsync("people:read");
        await organization.Admin.PatchAsync($"/tokens/{bound.Id}", new { allowedAddresses = new[] { "192.0.2.0/24" } }).Expect(200);
        await organization.With(expired.Secret).GetAsync("/me").Expect(200);
        host.Clock.AdvanceTo(ends);
        await organization.SignInAdministratorAsync();
        await organization.With(expired.Secret).GetAsync("/me").ExpectProblem(401, "token-expired");
        await organization.With(bound.Secret).GetAsync("/me").ExpectProblem(403, "address-not-allowed");
        (await DenialsAsync(organization, expired, 1))[0].Text("action").ShouldBe("token.used-after-expiry");
        (await DenialsAsync(organization, bound, 1))[0].Text("action").ShouldBe("token.used-from-other-address");
    }

    /// <summary>A verifier says where the request came from; one that only asks what a token is makes no use of it.</summary>
    [Theory, EachDatabase]
    public async Task VerifiersAreCountedByTheAddressThatTheyName(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var application = await TestApplication.RegisterAsync(organization.Host, "read");
        var token = await organization.IssueTokenAsync("people:read");
        await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke").Expect(200);
        foreach (var address in (string[])["198.51.100.7", "198.51.100.7", "203.0.113.9"])
        {
            (await application.Client.PostAsync("/verify", new { token = token.Secret, address }).Expect(200))["code"].ShouldBe("revoked");
        }

        (await DenialsAsync(organization, token, 2)).Select(entry => entry.Text("address")).ShouldBe(["198.51.100.7", "203.0.113.9"], ignoreOrder: true);
    }

    /// <summary>A host that was started anew knows nothing of what it has written; the log does.</summary>
    [Theory, EachDatabase(ServersOnly = true)]
    public async Task TwoNodesWriteOneEntry(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await using var there = await organization.Host.StartAnotherAsync();
        there.Clock.AdvanceTo(organization.Host.Now);
        var token = await organization.IssueTokenAsync("people:read");
        await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke").Expect(200);
        var client = organization.With(token.Secret);
        await Task.WhenAll(client.GetAsync("/me").Expect(401), there.Here(client).GetAsync("/me").Expect(401));
        await DenialsAsync(organization, token, 1);
        await Task.Delay(TimeSpan.FromSeconds(3));
        await DenialsAsync(organization, token, 1);

        // The other one's is not lost: it counts on.
        var next = TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1);
        organization.Host.Clock.Advance(next);
        there.Clock.Advance(next);
        await organization.SignInAdministratorAsync();
        (await DenialsAsync(organization, token, 2)).Sum(entry => (int)entry.At("changes.requests.after")!).ShouldBe(2);
    }

    private static Task<IReadOnlyList<JsonNode>> DenialsAsync(TestOrganization organization, TestToken token, int expected) => Eventually.Until<IReadOnlyList<JsonNode>>(
        async () => [.. (await organization.Admin.GetAsync($"/audit?targetId={token.Id}").Expect(200)).Items.Where(entry => entry.Text("action").StartsWith("token.used-", StringComparison.Ordinal))],
        entries => entries.Count == expected);
}
