namespace Platform.IntegrationTests.Audit;

public sealed class VerifyAuditTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task IsIntactUntilSomebodyChangesARow(Database database)
    {
        var organization = await WithEntriesAsync(database);
        var whole = await VerifyAsync(organization);
        whole["intact"].ShouldBe("true");
        whole.Json["firstBroken"].ShouldBeNull();

        await using var tables = await organization.Host.OpenTablesAsync();
        (await tables.ExecuteAsync($"UPDATE audit_entry SET action = 'nothing.happened' WHERE sequence = 3 AND {Of(organization)}")).ShouldBe(1);
        var broken = await VerifyAsync(organization);
        broken["intact"].ShouldBe("false");
        broken["firstBroken"].ShouldBe("3");
    }

    [Theory, EachDatabase]
    public async Task FindsARowThatWasRemoved(Database database)
    {
        var organization = await WithEntriesAsync(database);
        await using var tables = await organization.Host.OpenTablesAsync();
        (await tables.ExecuteAsync($"DELETE FROM audit_entry WHERE sequence = 4 AND {Of(organization)}")).ShouldBe(1);
        (await VerifyAsync(organization))["firstBroken"].ShouldBe("4");
    }

    [Theory, EachDatabase]
    public async Task FindsAnEndThatWasCutOff(Database database)
    {
        var organization = await WithEntriesAsync(database);
        var entries = int.Parse((await VerifyAsync(organization))["entries"], System.Globalization.CultureInfo.InvariantCulture);
        await using var tables = await organization.Host.OpenTablesAsync();
        (await tables.ExecuteAsync($"DELETE FROM audit_entry WHERE sequence = {entries} AND {Of(organization)}")).ShouldBe(1);
        (await VerifyAsync(organization))["firstBroken"].ShouldBe($"{entries}");
    }

    private async Task<TestOrganization> WithEntriesAsync(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        for (var number = 0; number < 4; number++)
        {
            await organization.Admin.PostAsync("/people", new { name = $"Person {number}", email = TestOrganization.NewEmail() }).Expect(201);
        }

        return organization;
    }

    private static Task<Answer> VerifyAsync(TestOrganization organization) => organization.Admin.GetAsync("/audit/verify").Expect(200);

    /// <summary>The databases write ids in either case.</summary>
    private static string Of(TestOrganization organization) =>
        $"(CAST(organization_id AS VARCHAR(36)) = '{organization.Id}' OR CAST(organization_id AS VARCHAR(36)) = '{organization.Id.ToString().ToUpperInvariant()}')";
}
