namespace Platform.IntegrationTests.Tokens;

/// <summary>Short words for the tests of limits and usage.</summary>
internal static class Metered
{
    private static int _count;

    /// <summary>A token with a limit of its own, not used yet.</summary>
    public static async Task<TestToken> IssueLimitedAsync(this TestOrganization organization, int perMinute, params string[] scopes)
    {
        var token = await organization.IssueTokenAsync(scopes);
        await using var tables = await organization.Host.OpenTablesAsync();
        (await tables.ExecuteAsync($"UPDATE tokens_token SET rate_limit_per_minute = {perMinute} WHERE name = '{token.Name}'")).ShouldBe(1);
        return token;
    }

    /// <summary>An application's token, with which tokens of every organization are verified from any address.</summary>
    public static async Task<ApiClient> VerifierAsync(this PlatformHost host)
    {
        var (op, number) = (await host.OperatorAsync(), Interlocked.Increment(ref _count));
        var made = await op.PostAsync("/instance/applications", new { name = $"Metered {number}", resources = new[] { new { name = $"metered-{number}", actions = new[] { "read" } } } }).Expect(201);
        return host.Anonymous.With((await op.PostAsync($"/instance/applications/{made.Id}/tokens", new { name = "Production" }).Expect(201))["secret"]);
    }

    public static async Task<string> VerifyAsync(this ApiClient verifier, string secret, string? address = null) =>
        (await verifier.PostAsync("/verify", new { token = secret, address }).Expect(200))["code"];

    /// <summary>The usage once it is as awaited; a request is counted just after its answer has left.</summary>
    public static Task<Answer> UsageAsync(this ApiClient client, string path, long total) =>
        Eventually.Until(() => client.GetAsync(path).Expect(200), usage => usage["total"] == $"{total}");

    /// <summary>What stands in the database already.</summary>
    public static async Task<long> CountAsync(this PlatformHost host, string sql)
    {
        await using var tables = await host.OpenTablesAsync();
        return Convert.ToInt64(await tables.ScalarAsync(sql), System.Globalization.CultureInfo.InvariantCulture);
    }

    public static Task<long> WrittenAsync(this PlatformHost host, Guid subject) => host.CountAsync(
        $"SELECT COALESCE(SUM(ok + invalid + denied + rate_limited + error), 0) FROM tokens_usage WHERE grain = 1 AND kind = 0 AND LOWER(CAST(subject_id AS VARCHAR(36))) = '{subject}'");

    public static Task<long> EventsAsync(this PlatformHost host, string name, Guid tokenId) =>
        host.CountAsync($"SELECT COUNT(*) FROM kernel_outbox WHERE name = '{name}' AND payload LIKE '%{tokenId}%'");
}
