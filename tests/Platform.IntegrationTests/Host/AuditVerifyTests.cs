using Platform.IntegrationTests.Audit;

namespace Platform.IntegrationTests.Host;

/// <summary>The host's command that checks an export without a database.</summary>
public sealed class AuditVerifyTests(Hosts hosts)
{
    [Fact]
    public async Task AnExportIsWholeUntilALineOfItIsTouched()
    {
        var organization = await WithEntriesAsync();
        var lines = await organization.ExportAsync();
        var (code, output) = await RunAsync(lines);
        code.ShouldBe(0, output);
        output.ShouldContain($"The log of {organization.Slug} ({organization.Id}), from entry 1:");
        output.ShouldContain($"{lines.Count - 2} entries, 1 to {lines.Count - 2}, are whole and agree with 1 signed checkpoints.");
        output.ShouldContain("The keys came with the file");

        foreach (var (change, at) in ((Action<List<string>>, int)[])
            [
                (all => all[5] = all[5].Replace("\"address\":\"127.0.0.1\"", "\"address\":\"192.0.2.1\"", StringComparison.Ordinal), 5),
                (all => all.RemoveAt(5), 5),
                (all => (all[5], all[6]) = (all[6], all[5]), 5),
                (all => all.RemoveAt(1), 1),
                (all => all.RemoveAt(all.Count - 2), lines.Count - 2),
                (all => all.RemoveRange(all.Count - 2, 2), lines.Count - 2),
                (all => all[7] = "no line of ours", 7),
                (all => all[7] = "{}", 7),
            ])
        {
            List<string> touched = [.. lines];
            change(touched);
            touched.ShouldNotBe(lines);
            (code, output) = await RunAsync(touched);
            (code, output.Contains($"BROKEN at entry {at}.", StringComparison.Ordinal)).ShouldBe((2, true), output);
        }
    }

    /// <summary>Whoever writes the whole file anew, with keys of their own, is found out by the keys of the instance.</summary>
    [Fact]
    public async Task KeysCanBePinned()
    {
        var (mine, other) = (await WithEntriesAsync(), await hosts.OnAsync(Database.Sqlite));
        var lines = await mine.ExportAsync();
        var keys = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(keys, (await mine.Host.Root.GetAsync("/.well-known/jwks.json").Expect(200)).Body, TestContext.Current.CancellationToken);
            var (code, output) = await RunAsync(lines, "--jwks", keys);
            code.ShouldBe(0, output);
            output.ShouldContain($"They were signed by keys of {keys}.");
            (code, output) = await RunAsync(lines, "--jwks", new Uri(mine.Host.Address, ".well-known/jwks.json").ToString());
            code.ShouldBe(0, output);

            await using var stranger = await PlatformHost.StartAsync(Database.Sqlite);
            (code, output) = await RunAsync(lines, "--jwks", new Uri(stranger.Address, ".well-known/jwks.json").ToString());
            code.ShouldBe(2, output);
            output.ShouldContain("is not signed by a key that is trusted");
            other.ShouldNotBeNull();
        }
        finally
        {
            File.Delete(keys);
        }
    }

    [Fact]
    public async Task APartFollowsTheCheckpointBeforeIt()
    {
        var organization = await WithEntriesAsync();
        var before = await organization.CheckpointAsync();
        await organization.CreateServiceAccountAsync("people:read");
        var lines = await organization.ExportAsync(from: (int)before.Sequence + 1);
        lines.Insert(1, await WrittenEntries.LineOfAsync(organization.Host, before));
        var (code, output) = await RunAsync(lines);
        code.ShouldBe(0, output);
        output.ShouldContain("agree with 2 signed checkpoints");
        lines.RemoveAt(2);
        (code, output) = await RunAsync(lines);
        code.ShouldBe(2, output);
    }

    [Fact]
    public async Task WhatNobodyHasSignedIsSaid()
    {
        var organization = await WithEntriesAsync();
        var whole = await organization.ExportAsync();
        await organization.CreateServiceAccountAsync("people:read");
        var longer = await organization.ExportAsync();
        longer[^1] = whole[^1];
        (longer[^1], longer[^2]) = (longer[^2], longer[^1]);
        var (code, output) = await RunAsync(longer);
        code.ShouldBe(3, output);
        output.ShouldContain("come after the last checkpoint");

        whole.RemoveAt(whole.Count - 1);
        (code, output) = await RunAsync(whole);
        code.ShouldBe(2, output);
        output.ShouldContain("There is no checkpoint in it");
    }

    [Fact]
    public async Task WhatIsNoExportIsNotJudged()
    {
        foreach (var lines in (List<string>[])[[], ["nothing of ours"], ["{}"]])
        {
            var (code, output) = await RunAsync(lines);
            code.ShouldBe(1, output);
        }

        var missing = await RunCommandAsync(["audit", "verify", "/nowhere/export.ndjson"]);
        (missing.Code, missing.Output).ShouldBe((1, "There is no file /nowhere/export.ndjson."));
    }

    private async Task<TestOrganization> WithEntriesAsync()
    {
        var organization = await hosts.OrganizationOnAsync(Database.Sqlite);
        for (var number = 0; number < 6; number++)
        {
            await organization.Admin.PostAsync("/people", new { name = $"Pér <son> {number}", email = TestOrganization.NewEmail() }).Expect(201);
        }

        return organization;
    }

    private static async Task<(int Code, string Output)> RunAsync(IEnumerable<string> lines, params string[] more)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);
            return await RunCommandAsync(["audit", "verify", file, .. more]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<(int Code, string Output)> RunCommandAsync(string[] words)
    {
        await using var place = await HostProcess.NewPlaceAsync(Database.Sqlite);
        var (code, output, error) = await HostProcess.RunCommandAsync(place, words);
        return (code, (output + error).Trim());
    }
}
