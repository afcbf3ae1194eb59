using Microsoft.Data.Sqlite;

namespace Platform.IntegrationTests.Host;

/// <summary>Data for load tests, as the host's command adds it.</summary>
public sealed class SeedTests
{
    private static readonly string[] Settings =
    [
        $"--Bootstrap:OperatorEmail={PlatformHost.OperatorEmail}",
        $"--Bootstrap:OperatorPassword={PlatformHost.OperatorPassword}",
    ];

    [Theory, EachDatabase]
    public async Task ItsTokensWorkAndItsListsAreWhole(Database database)
    {
        await using var place = await HostProcess.NewPlaceAsync(database);
        var secrets = Path.GetTempFileName();
        try
        {
            var (code, output, error) = await HostProcess.RunCommandAsync(
                place, ["seed", "--organizations", "3", "--people", "9", "--tokens", "30", "--audit-entries", "20", "--secrets-file", secrets], Settings);
            code.ShouldBe(0, error);
            output.ShouldContain("3 organizations, 9 people and 30 tokens were added, and 20 entries of the audit log.");
            var lines = (await File.ReadAllLinesAsync(secrets, TestContext.Current.CancellationToken)).Select(line => line.Split(',')).ToList();
            lines.Count.ShouldBe(30);
            await using var host = await HostProcess.StartAsync(place, Settings);
            foreach (var (organization, secret) in lines.Select(line => (line[0], line[1])))
            {
                (await host.Client.With(secret).In(organization).GetAsync("/me").Expect(200))["organization.id"].ShouldBe(organization);
            }

            var service = lines.First(line => line[1].StartsWith("pts_", StringComparison.Ordinal));
            (await host.Client.With(service[1]).In(service[0]).GetAsync("/tokens?q=load&sort=name").Expect(200)).Items.Count.ShouldBe(10);
            (await host.Client.With(service[1]).In(service[0]).GetAsync("/audit/verify").Expect(200))["intact"].ShouldBe("true");
            await host.StopAsync();
        }
        finally
        {
            File.Delete(secrets);
        }
    }

    [Fact]
    public async Task LeavesTheIndexesOfAFileAsTheyWere()
    {
        await using var place = await HostProcess.NewPlaceAsync(Database.Sqlite);
        (await HostProcess.RunCommandAsync(place, ["migrate"])).Code.ShouldBe(0);
        var before = Read(place, "SELECT name, sql FROM sqlite_master ORDER BY name");
        before.ShouldContain(row => row.StartsWith("ix_tokens_used", StringComparison.Ordinal));
        (await HostProcess.RunCommandAsync(place, ["seed", "--tokens", "1000"], Settings)).Code.ShouldBe(0);
        Read(place, "SELECT name, sql FROM sqlite_master ORDER BY name").ShouldBe(before);
        Read(place, "PRAGMA integrity_check").ShouldBe(["ok"]);
        Read(place, "PRAGMA foreign_key_check").ShouldBeEmpty();
        File.Exists(FileOf(place) + ".loading").ShouldBeFalse();
    }

    [Fact]
    public async Task ThatFailedLeavesAFileAsItWas()
    {
        await using var place = await HostProcess.NewPlaceAsync(Database.Sqlite);
        (await HostProcess.RunCommandAsync(place, ["seed", "--tokens", "10"], Settings)).Code.ShouldBe(0);
        var (code, _, error) = await HostProcess.RunCommandAsync(place, ["seed", "--tokens", "1000", "--secrets-file", "/no/such/folder/secrets.csv"], Settings);
        code.ShouldNotBe(0, error);
        Read(place, "SELECT COUNT(*) FROM tenancy_organization").ShouldBe(["1"]);
        Read(place, "SELECT COUNT(*) FROM tokens_token").ShouldBe(["10"]);
        Read(place, "PRAGMA integrity_check").ShouldBe(["ok"]);
        File.Exists(FileOf(place) + ".loading").ShouldBeFalse();
    }

    [Fact]
    public async Task LeavesAFileAloneThatIsOpenElsewhere()
    {
        await using var place = await HostProcess.NewPlaceAsync(Database.Sqlite);
        (await HostProcess.RunCommandAsync(place, ["seed", "--tokens", "10"], Settings)).Code.ShouldBe(0);
        using (var reader = new SqliteConnection(new SqliteConnectionStringBuilder(place.ConnectionString) { Pooling = false }.ConnectionString))
        {
            reader.Open();
            using var command = reader.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM tokens_token";
            command.ExecuteScalar().ShouldBe(10L);
            var (code, _, error) = await HostProcess.RunCommandAsync(place, ["seed", "--tokens", "10"], Settings);
            code.ShouldBe(1);
            error.ShouldContain("Another program has the SQLite database");
        }

        await using (var host = await HostProcess.StartAsync(place, Settings))
        {
            var (code, _, error) = await HostProcess.RunCommandAsync(place, ["seed", "--tokens", "10"], Settings);
            code.ShouldBe(1);
            error.ShouldContain("Another host is using the SQLite database");
            await host.StopAsync();
        }

        Read(place, "SELECT COUNT(*) FROM tokens_token").ShouldBe(["10"]);
        (await HostProcess.RunCommandAsync(place, ["seed", "--tokens", "10"], Settings)).Code.ShouldBe(0);
        Read(place, "SELECT COUNT(*) FROM tokens_token").ShouldBe(["20"]);
    }

    [Fact]
    public async Task SpreadsTheEntriesOfTheLogOverTheOrganizations()
    {
        await using var place = await HostProcess.NewPlaceAsync(Database.Sqlite);
        (await HostProcess.RunCommandAsync(place, ["seed", "--organizations", "3", "--audit-entries", "2003"], Settings)).Code.ShouldBe(0);
        Read(place, "SELECT COUNT(*) FROM audit_entry WHERE user_agent LIKE '%load test' GROUP BY organization_id ORDER BY 1").ShouldBe(["667", "668", "668"]);
        Read(place, "SELECT COUNT(*) FROM audit_head AS head WHERE sequence = (SELECT MAX(sequence) FROM audit_entry WHERE organization_id = head.chain)").ShouldBe(["4"]);
    }

    private static string FileOf(HostProcess.Place place) => new SqliteConnectionStringBuilder(place.ConnectionString).DataSource;

    private static List<string> Read(HostProcess.Place place, string sql)
    {
        // Not from the pool: what stays open would see the file that was.
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(place.ConnectionString) { Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(column => reader.GetValue(column))));
        }

        return rows;
    }
}
