namespace Platform.IntegrationTests.Audit;

/// <summary>Whoever has the database's password may write to it; the log tells that they did, and from where on.</summary>
public sealed class VerifyAuditTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task IsIntactUntilSomebodyChangesARow(Database database)
    {
        var organization = await WithEntriesAsync(database);
        await organization.CheckpointAsync();
        var whole = await organization.VerifyAsync();
        whole["intact"].ShouldBe("true");
        whole["entries"].ShouldBe($"{(await organization.EntriesAsync()).Count}");
        whole.Json["firstBroken"].ShouldBeNull();
        whole["from"].ShouldBe("1");
        whole["checkpoints"].ShouldBe("1");

        await ChangeAsync(organization, "UPDATE audit_entry SET action = 'nothing.happened' WHERE sequence = 3 AND {0}");
        var broken = await organization.VerifyAsync();
        broken["intact"].ShouldBe("false");
        broken["firstBroken"].ShouldBe("3");
        broken["entries"].ShouldBe("2");
    }

    [Theory, EachDatabase("actor_name = 'Somebody else'", "address = '192.0.2.1'", "trace_id = NULL", "changes = '{}'", "target_name = target_name || ' '", "at = '2031-03-01 09:00:00.001'")]
    public async Task FindsAnyColumnThatWasAltered(Database database, string change)
    {
        var organization = await WithEntriesAsync(database);
        await ChangeAsync(organization, $"UPDATE audit_entry SET {change} WHERE sequence = 5 AND {{0}}");
        (await organization.VerifyAsync())["firstBroken"].ShouldBe("5");
    }

    [Theory, EachDatabase]
    public async Task FindsARowThatWasRemoved(Database database)
    {
        var organization = await WithEntriesAsync(database);
        await ChangeAsync(organization, "DELETE FROM audit_entry WHERE sequence = 4 AND {0}");
        (await organization.VerifyAsync())["firstBroken"].ShouldBe("4");
    }

    [Theory, EachDatabase]
    public async Task FindsTheFirstRowThatWasRemoved(Database database)
    {
        var organization = await WithEntriesAsync(database);
        await ChangeAsync(organization, "DELETE FROM audit_entry WHERE sequence = 1 AND {0}");
        (await organization.VerifyAsync())["firstBroken"].ShouldBe("1");
    }

    [Theory, EachDatabase]
    public async Task FindsRowsThatWereSwapped(Database database)
    {
        var organization = await WithEntriesAsync(database);
        foreach (var (from, to) in ((int, int)[])[(4, -4), (6, 4), (-4, 6)])
        {
            await ChangeAsync(organization, $"UPDATE audit_entry SET sequence = {to} WHERE sequence = {from} AND {{0}}");
        }

        (await organization.VerifyAsync())["firstBroken"].ShouldBe("4");
    }

    [Theory, EachDatabase]
    public async Task FindsAnEndThatWasCutOff(Database database)
    {
        var organization = await WithEntriesAsync(database);
        var count = (await organization.EntriesAsync()).Count;
        await ChangeAsync(organization, $"DELETE FROM audit_entry WHERE sequence = {count} AND {{0}}");
        (await organization.VerifyAsync())["firstBroken"].ShouldBe($"{count}");
    }

    /// <summary>The head says nothing of it then; the checkpoint does.</summary>
    [Theory, EachDatabase]
    public async Task FindsAnEndThatWasCutOffWithTheHeadTurnedBack(Database database)
    {
        var organization = await WithEntriesAsync(database);
        var entries = await organization.EntriesAsync();
        await organization.CheckpointAsync();
        var last = entries[^3];
        await CutOffAsync(organization, last);

        var broken = await organization.VerifyAsync();
        broken["intact"].ShouldBe("false");
        broken["firstBroken"].ShouldBe($"{(int)last["sequence"]! + 1}");
    }

    /// <summary>The same where the log went on, past the number that the checkpoint knows.</summary>
    [Theory, EachDatabase]
    public async Task FindsACutThatWasGrownOver(Database database)
    {
        var organization = await WithEntriesAsync(database);
        var entries = await organization.EntriesAsync();
        var signed = await organization.CheckpointAsync();
        await CutOffAsync(organization, entries[^3]);
        for (var number = 0; number < 3; number++)
        {
            await organization.CreateServiceAccountAsync("people:read");
        }

        (await organization.VerifyAsync())["firstBroken"].ShouldBe($"{signed.Sequence}");
    }

    /// <summary>A chain that was sealed anew from some entry on fits in itself, and has hashes that nobody has signed.</summary>
    [Theory, EachDatabase]
    public async Task FindsAChainThatWasSealedAnew(Database database)
    {
        var organization = await WithEntriesAsync(database);
        var entries = await organization.EntriesAsync();
        var signed = await organization.CheckpointAsync();
        var previous = entries[3].Text("hash");
        foreach (var entry in entries.Skip(4))
        {
            entry["previousHash"] = previous;
            entry["userAgent"] = "innocent/1.0";
            previous = WrittenEntries.HashOf(organization.Id, entry);
            await ChangeAsync(
                organization,
                $"UPDATE audit_entry SET user_agent = 'innocent/1.0', previous_hash = {Bytes(database, entry.Text("previousHash"))}, hash = {Bytes(database, previous)} WHERE sequence = {entry.Text("sequence")} AND {{0}}");
        }

        await ChangeAsync(organization, $"UPDATE audit_head SET hash = {Bytes(database, previous)} WHERE {{0}}", "chain");
        (await organization.VerifyAsync())["firstBroken"].ShouldBe($"{signed.Sequence}");

        // Nor does it help to write the hash into the checkpoint: its signature says another.
        await ChangeAsync(organization, $"UPDATE audit_checkpoint SET hash = {Bytes(database, previous)} WHERE {{0}}");
        (await organization.VerifyAsync())["firstBroken"].ShouldBe($"{signed.Sequence}");

        // Without the checkpoints there is nothing to show it here; an export has one to show it with.
        await ChangeAsync(organization, "DELETE FROM audit_checkpoint WHERE {0}");
        (await organization.VerifyAsync())["intact"].ShouldBe("true");
    }

    [Theory, EachDatabase]
    public async Task FindsAHeadThatIsGone(Database database)
    {
        var organization = await WithEntriesAsync(database);
        await ChangeAsync(organization, "DELETE FROM audit_head WHERE {0}", "chain");
        (await organization.VerifyAsync())["firstBroken"].ShouldBe("1");
    }

    /// <summary>Nothing of the form is a secret of the program: anybody can follow the chain from what the API says.</summary>
    [Theory, EachDatabase]
    public async Task AnybodyCanFollowTheChain(Database database)
    {
        var organization = await WithEntriesAsync(database);
        await organization.Admin.PatchAsync("/organization", new { name = "Löschzug <Süd> & \"Co\" 😀 \\ \u2028" }).Expect(200);
        foreach (var entry in await organization.EntriesAsync())
        {
            WrittenEntries.HashOf(organization.Id, entry).ShouldBe(entry.Text("hash"), $"{entry}");
        }
    }

    [Theory, EachDatabase]
    public async Task ACheckpointSaysWhatItSigns(Database database)
    {
        var organization = await WithEntriesAsync(database);
        var last = (await organization.EntriesAsync())[^1];
        var made = await organization.CheckpointAsync();
        (made.Sequence, made.Hash).ShouldBe(((long)last["sequence"]!, last.Text("hash")));
        var (key, jws) = (await WrittenEntries.KeyOfAsync(organization.Host, made.Signature), Jwt.Read(made.Signature));
        Jwt.IsSignedBy(made.Signature, key).ShouldBeTrue();
        jws.Claims.Text("org").ShouldBe(organization.Id.ToString());
        jws.Claims.Text("seq").ShouldBe(last.Text("sequence"));
        jws.Claims.Text("hash").ShouldBe(last.Text("hash"));
        jws.Claims.Text("iat").ShouldBe($"{new DateTimeOffset(made.At).ToUnixTimeSeconds()}");
        (await organization.CheckpointAsync()).ShouldBe(made, "it has not grown");

        // Nobody gets in with one.
        await organization.Host.Anonymous.With(made.Signature).In(organization.Slug).GetAsync("/me").ExpectProblem(401, "unauthenticated");
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

    private static async Task CutOffAsync(TestOrganization organization, JsonNode last)
    {
        await using var tables = await organization.Host.OpenTablesAsync();
        (await tables.ExecuteAsync($"DELETE FROM audit_entry WHERE sequence > {last.Text("sequence")} AND {tables.Is("organization_id", organization.Id)}")).ShouldBePositive();
        var hash = Bytes(organization.Host.Database, last.Text("hash"));
        (await tables.ExecuteAsync($"UPDATE audit_head SET sequence = {last.Text("sequence")}, hash = {hash} WHERE {tables.Is("chain", organization.Id)}")).ShouldBe(1);
    }

    private static async Task ChangeAsync(TestOrganization organization, string sql, string column = "organization_id")
    {
        await using var tables = await organization.Host.OpenTablesAsync();
        (await tables.ExecuteAsync(sql.Replace("{0}", tables.Is(column, organization.Id), StringComparison.Ordinal))).ShouldBe(1);
    }

    private static string Bytes(Database database, string hex) => database switch
    {
        Database.PostgreSql => $"'\\x{hex}'",
        Database.SqlServer => $"0x{hex}",
        _ => $"X'{hex}'",
    };
}
