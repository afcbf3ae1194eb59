using Microsoft.Data.Sqlite;

namespace Platform.IntegrationTests.Host;

/// <summary>An instance that has lived on SQLite moves to another database and goes on there.</summary>
public sealed class CopyToTests
{
    private const string Slug = "moving";
    private static readonly string[] Settings =
    [
        "--PublicUrl=https://platform.example",
        $"--Bootstrap:OperatorEmail={PlatformHost.OperatorEmail}",
        $"--Bootstrap:OperatorPassword={PlatformHost.OperatorPassword}",
    ];

    private static readonly string[] Lists =
    [
        "/organization", "/people", "/roles", "/permissions", "/service-accounts", "/tokens?sort=name", "/notifications", "/usage", "/audit?limit=200", "/audit/verify",
    ];

    [Theory, EachDatabase]
    public async Task EverythingGoesOnThere(Database database)
    {
        await using var old = await HostProcess.NewPlaceAsync(Database.Sqlite);
        await using var place = await HostProcess.NewPlaceAsync(database);
        Life life;
        await using (var host = await HostProcess.StartAsync(old, Settings))
        {
            life = await Life.LiveAsync(host.Client);
            (await RefusedAsync(old, place)).ShouldContain("Another host is using the SQLite database");
            await host.StopAsync();
        }

        (await CopyAsync(old, place)).ShouldContain("rows of");
        (await RefusedAsync(old, place)).ShouldContain("is not empty");
        await using (var back = await HostProcess.NewPlaceAsync(Database.Sqlite))
        {
            await CopyAsync(place, back);
            RowsOf(back).ShouldBe(RowsOf(old));
        }

        await using var there = await HostProcess.StartAsync(place, Settings);
        await life.GoesOnAsync(there.Client);
    }

    [Fact]
    public async Task RefusesWhatItCantCopy()
    {
        await using var old = await HostProcess.NewPlaceAsync(Database.Sqlite);
        var nowhere = old with { ConnectionString = $"Data Source={Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7():N}.db")}" };
        (await RefusedAsync(nowhere, old)).ShouldContain("run migrate, first");
        foreach (var (provider, said) in ((string, string)[])[("Oracle", "'Oracle'"), ("PostgreSql", "127.0.0.1:1")])
        {
            var (code, _, error) = await HostProcess.RunCommandAsync(old, ["copy-to", "--provider", provider, "--connection", "Host=127.0.0.1;Port=1;Password=not-to-be-said"]);
            code.ShouldBe(1, error);
            error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain(said);
            error.ShouldNotContain("not-to-be-said");
        }
    }

    private static async Task<string> CopyAsync(HostProcess.Place from, HostProcess.Place to)
    {
        var (code, output, error) = await RunAsync(from, to);
        code.ShouldBe(0, error);
        return output;
    }

    private static async Task<string> RefusedAsync(HostProcess.Place from, HostProcess.Place to)
    {
        var (code, output, error) = await RunAsync(from, to);
        (code, output).ShouldBe((1, ""), error);
        return error.Trim().Split('\n').ShouldHaveSingleItem();
    }

    private static Task<(int Code, string Output, string Error)> RunAsync(HostProcess.Place from, HostProcess.Place to) =>
        HostProcess.RunCommandAsync(from, ["copy-to", "--provider", $"{to.Database}", "--connection", to.ConnectionString]);

    /// <summary>Each row of each table of a SQLite database, as the file has it.</summary>
    private static List<string> RowsOf(HostProcess.Place place)
    {
        using var connection = new SqliteConnection(place.ConnectionString);
        connection.Open();
        var tables = Read(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'kernel_migration'").ToList();
        tables.Count.ShouldBeGreaterThan(25);
        return [.. tables.SelectMany(table => Read(connection, $"SELECT * FROM {table}").Select(row => $"{table}: {row}")).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(
                column => reader.GetValue(column) is byte[] bytes ? Convert.ToHexStringLower(bytes) : $"{reader.GetValue(column)}"));
        }
    }

    /// <summary>What happened on the old database, and must hold on the new one.</summary>
    private sealed record Life(
        ApiClient Admin, string RefreshToken, TestToken Living, TestToken Revoked, TestToken Rotating, string Replacement, long Revision, IReadOnlyDictionary<string, string> Seen)
    {
        private const string AdminEmail = "ada@moving.example";
        private const string PersonEmail = "pat@moving.example";

        public static async Task<Life> LiveAsync(ApiClient client)
        {
            var op = client.With((await SignInAsync(client, PlatformHost.OperatorEmail, PlatformHost.OperatorPassword).Expect(200))["accessToken"]);
            await op.PostAsync("/instance/organizations", new
            {
                name = "Ümlaut & Søn's \"Moving\"", slug = Slug, administrator = new { name = "Ada Admin", email = AdminEmail, password = TestOrganization.Password },
            }).Expect(201);
            await op.PostAsync("/instance/applications", new { name = "Tickets", resources = new[] { new { name = "tickets", actions = new[] { "read", "write" } } } }).Expect(201);
            var signedIn = await SignInAsync(client, AdminEmail).Expect(200);
            var admin = client.With(signedIn["accessToken"]).In(Slug);

            var role = await admin.PostAsync("/roles", new { name = "Dispatch", permissions = new[] { "tickets:read", "people:read" } }).Expect(201);
            var person = await admin.PostAsync("/people", new { name = "Pat Person", email = PersonEmail, roleIds = new[] { role.Id }, invite = true }).Expect(201);
            await client.PostAsync("/auth/accept-invitation", new { token = TestOrganization.InvitationToken(person), password = TestOrganization.Password }).Expect(200);
            using var csv = new StringContent("name,email,employeeNumber\nRobin Imported,robin@moving.example,1204\n", System.Text.Encoding.UTF8, "text/csv");
            await admin.PostAsync("/people/import", csv).Expect(200);
            var leaver = await admin.PostAsync("/people", new { name = "Lee Leaver", email = "lee@moving.example" }).Expect(201);
            await admin.PostAsync($"/people/{leaver.Id}/deactivate").Expect(200);
            await SignInAsync(client, "nobody@moving.example", "wrong-password").Expect(401);

            var (living, revoked, rotating) = (await IssueAsync(admin, "Living"), await IssueAsync(admin, "Revoked"), await IssueAsync(admin, "Rotating"));
            var receipt = await admin.PostAsync($"/tokens/{revoked.Id}/revoke", new { reason = "Moving" }).Expect(200);
            var replacement = await admin.PostAsync($"/tokens/{rotating.Id}/rotate", new { overlapHours = 24 }).Expect(201);
            foreach (var token in new[] { living, rotating })
            {
                await client.With(token.Secret).In(Slug).GetAsync("/me").Expect(200);
            }

            // It is counted just after the answer has left, and written within a second.
            await Eventually.Until(() => admin.GetAsync("/usage").Expect(200), usage => usage["total"] == "2");
            await Eventually.Until(() => admin.GetAsync("/tokens").Expect(200), tokens => tokens.Items.Sum(token => (int)token["useCount"]!) == 2);
            var seen = new Dictionary<string, string>();
            foreach (var list in Lists)
            {
                seen[list] = Lasting(await admin.GetAsync(list).Expect(200));
            }

            return new Life(
                admin, signedIn["refreshToken"], living, revoked, rotating, replacement["secret"], (long)receipt.Json["revision"]!, seen);
        }

        public async Task GoesOnAsync(ApiClient client)
        {
            // Neither the access token nor the session had to be made anew, and looking on changes nothing.
            var admin = Admin with { Http = client.Http };
            foreach (var (list, body) in Seen)
            {
                Lasting(await admin.GetAsync(list).Expect(200)).ShouldBe(body, list);
            }

            await client.With(Living.Secret).In(Slug).GetAsync("/me").Expect(200);
            await client.With(Revoked.Secret).In(Slug).GetAsync("/me").ExpectProblem(401, "token-revoked");
            (await client.With(Rotating.Secret).In(Slug).GetAsync("/me").Expect(200)).Header("Deprecation").ShouldNotBeNull();
            await client.With(Replacement).In(Slug).GetAsync("/me").Expect(200);
            await client.PostAsync("/auth", new { refreshToken = RefreshToken }).Expect(200);
            await SignInAsync(client, PersonEmail).Expect(200);
            await SignInAsync(client, PlatformHost.OperatorEmail, PlatformHost.OperatorPassword).Expect(200);

            var receipt = await admin.PostAsync($"/tokens/{Living.Id}/revoke").Expect(200);
            ((long)receipt.Json["revision"]!).ShouldBeGreaterThan(Revision);
            await client.With(Living.Secret).In(Slug).GetAsync("/me").ExpectProblem(401, "token-revoked");
            var log = await admin.GetAsync("/audit/verify").Expect(200);
            log["intact"].ShouldBe("true");
            ((int)log.Json["entries"]!).ShouldBeGreaterThan((int)JsonNode.Parse(Seen["/audit/verify"])!["entries"]!);
        }

        /// <summary>A host that starts makes a checkpoint of a chain that has grown.</summary>
        private static string Lasting(Answer answer)
        {
            var json = answer.Json.DeepClone();
            (json as JsonObject)?.Remove("checkpoints");
            return json.ToJsonString();
        }

        private static async Task<TestToken> IssueAsync(ApiClient admin, string name)
        {
            var account = await admin.PostAsync("/service-accounts", new { name = $"{name} service", permissions = new[] { "tickets:read" } }).Expect(201);
            var issued = await admin.PostAsync("/tokens", new
            {
                serviceAccountId = account.Id, name, expiresAt = (DateTime?)null, scopes = new[] { "tickets:read" }, integrations = new[] { "Radio, \"new\"", "Ops" },
                allowedAddresses = new[] { "127.0.0.0/8" }, rateLimitPerMinute = 600,
            }).Expect(201);
            return new TestToken(issued.Id, name, issued["secret"], account.Id);
        }

        private static Task<Answer> SignInAsync(ApiClient client, string email, string password = TestOrganization.Password) =>
            client.PostAsync("/auth/sign-in", new { email, password });
    }
}
