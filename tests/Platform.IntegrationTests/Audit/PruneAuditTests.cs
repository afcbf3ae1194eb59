namespace Platform.IntegrationTests.Audit;

public sealed class PruneAuditTests(Hosts hosts) : IClassFixture<Hosts>
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    [Theory, EachDatabase]
    public async Task WhatIsKeptIsWholeAndWhatIsMissingIsFound(Database database)
    {
        var organization = await OldOrganizationAsync(database);
        var (host, old) = (organization.Host, await organization.EntriesAsync());
        await organization.Admin.PatchAsync("/organization", new { auditRetentionDays = Kept.Days }).Expect(200);
        await host.RunJobAsync("audit-prune");

        var kept = await organization.EntriesAsync();
        var through = old.Count(entry => entry.Time("at") < host.Now - Kept);
        through.ShouldBeGreaterThan(5);
        ((int)kept[0]["sequence"]!).ShouldBe(through + 1);
        kept[0].Text("previousHash").ShouldBe(old[through - 1].Text("hash"));
        (await organization.Admin.GetAsync("/audit").Expect(200))["total"].ShouldBe($"{kept.Count}");
        var said = kept.Single(entry => entry.Text("action") == "audit.pruned");
        said.Text("changes.through.after").ShouldBe($"{through}");
        said.Text("changes.retentionDays.after").ShouldBe("30");
        said.Text("actor.kind").ShouldBe("system");
        var verdict = await organization.VerifyAsync();
        verdict["intact"].ShouldBe("true");
        verdict["from"].ShouldBe($"{through + 1}");
        verdict["entries"].ShouldBe($"{kept.Count}");

        await host.RunJobAsync("audit-prune");
        (await organization.EntriesAsync()).Count.ShouldBe(kept.Count, "nothing more is due");

        await using var tables = await host.OpenTablesAsync();
        var mine = tables.Is("organization_id", organization.Id);
        (await tables.ExecuteAsync($"UPDATE audit_entry SET action = 'nothing.happened' WHERE sequence = {through + 2} AND {mine}")).ShouldBe(1);
        (await organization.VerifyAsync())["firstBroken"].ShouldBe($"{through + 2}");
        (await tables.ExecuteAsync($"DELETE FROM audit_entry WHERE sequence = {through + 1} AND {mine}")).ShouldBe(1);
        (await organization.VerifyAsync())["firstBroken"].ShouldBe($"{through + 1}");
    }

    /// <summary>The log itself says what was let go: nobody can take away more under that name.</summary>
    [Theory, EachDatabase]
    public async Task WhatWasTakenAwayWithoutTheLogsSayingSoIsFound(Database database)
    {
        var organization = await OldOrganizationAsync(database);
        var signed = await organization.CheckpointAsync();
        await using var tables = await organization.Host.OpenTablesAsync();
        await tables.ExecuteAsync($"DELETE FROM audit_entry WHERE sequence <= {signed.Sequence} AND {tables.Is("organization_id", organization.Id)}");
        await tables.ExecuteAsync($"UPDATE audit_head SET pruned_through = {signed.Sequence} WHERE {tables.Is("chain", organization.Id)}");
        await organization.CreateServiceAccountAsync("people:read");
        (await organization.VerifyAsync())["firstBroken"].ShouldBe("1");
    }

    [Theory, EachDatabase]
    public async Task WithoutTheCheckpointThatStandsForItNothingIsSure(Database database)
    {
        var organization = await OldOrganizationAsync(database);
        await organization.Admin.PatchAsync("/organization", new { auditRetentionDays = Kept.Days }).Expect(200);
        await organization.Host.RunJobAsync("audit-prune");
        await using var tables = await organization.Host.OpenTablesAsync();
        var (mine, through) = (tables.Is("organization_id", organization.Id), $"(SELECT pruned_through FROM audit_head WHERE {tables.Is("chain", organization.Id)})");
        (await tables.ExecuteAsync($"DELETE FROM audit_checkpoint WHERE sequence < {through} AND {mine}")).ShouldBe(0, "older ones are gone with what they covered");
        (await tables.ExecuteAsync($"DELETE FROM audit_checkpoint WHERE sequence = {through} AND {mine}")).ShouldBePositive();
        (await organization.VerifyAsync())["intact"].ShouldBe("false");
    }

    [Theory, EachDatabase]
    public async Task AllIsKeptByDefault(Database database)
    {
        var organization = await OldOrganizationAsync(database);
        var before = (await organization.EntriesAsync()).Count;
        (await organization.Admin.GetAsync("/organization").Expect(200)).Json["auditRetentionDays"].ShouldBeNull();
        await organization.Host.RunJobAsync("audit-prune");
        (await organization.EntriesAsync()).Count.ShouldBe(before);
    }

    [Theory, EachDatabase]
    public async Task TheRuleIsTheOrganizationsOwn(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        foreach (var days in (int[])[29, 3651, 0, -1])
        {
            await organization.Admin.PatchAsync("/organization", new { auditRetentionDays = days }).ExpectInvalid("auditRetentionDays");
        }

        (await organization.Admin.PatchAsync("/organization", new { auditRetentionDays = 365 }).Expect(200))["auditRetentionDays"].ShouldBe("365");
        (await organization.Admin.PatchAsync("/organization", new { name = "Another" }).Expect(200))["auditRetentionDays"].ShouldBe("365");
        var entry = (await organization.Admin.GetAsync("/audit?action=organization.changed").Expect(200)).Items[1];
        entry.Text("changes.auditRetentionDays.after").ShouldBe("365");
        (await organization.Admin.PatchAsync("/organization", new { auditRetentionDays = (int?)null }).Expect(200)).Json["auditRetentionDays"].ShouldBeNull();
    }

    [Theory, EachDatabase]
    public async Task EachGrownChainGetsACheckpointAnHour(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        await host.RunJobAsync("audit-checkpoint");
        await host.RunJobAsync("audit-checkpoint");
        (await organization.VerifyAsync())["checkpoints"].ShouldBe("1", "it has not grown between");
        await organization.CreateServiceAccountAsync("people:read");
        await host.RunJobAsync("audit-checkpoint");
        (await organization.VerifyAsync())["checkpoints"].ShouldBe("2");
        await using var tables = await host.OpenTablesAsync();
        Convert.ToInt32(await tables.ScalarAsync($"SELECT COUNT(*) FROM audit_checkpoint WHERE {tables.Is("organization_id", Guid.Empty)}"), System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBePositive("the instance's own chain has one too");
    }

    /// <summary>One with entries that are a year old, and a checkpoint at their end.</summary>
    private async Task<TestOrganization> OldOrganizationAsync(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        for (var number = 0; number < 3; number++)
        {
            await organization.CreateServiceAccountAsync("people:read");
        }

        await organization.Host.RunJobAsync("audit-checkpoint");
        organization.Host.Clock.Advance(TimeSpan.FromDays(366));
        await organization.SignInAdministratorAsync();
        return organization;
    }
}
