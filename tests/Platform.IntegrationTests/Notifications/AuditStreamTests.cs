using System.Globalization;
using Platform.IntegrationTests.Audit;

namespace Platform.IntegrationTests.Notifications;

/// <summary>The log on its way out by a webhook. These move the clock.</summary>
public sealed class AuditStreamTests(Hosts hosts) : IClassFixture<Hosts>
{
    private const string Appended = "audit.appended";

    [Theory, EachDatabase]
    public async Task TellsEveryEntryInItsOrderThoughTheReceiverFailsForAWhile(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await using var receiver = await WebhookReceiver.StartAsync();
        var webhook = await organization.CreateWebhookAsync(receiver.Url, Appended);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => organization.ChangeARoleAsync()));
        await ToldAsync(organization, receiver, webhook);

        receiver.Answer = WebhookReceiver.Status(503);
        var before = receiver.Calls.Count;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => organization.ChangeARoleAsync()));
        await receiver.ReceivedAsync(before + 1);
        var pending = await Eventually.Until(
            () => organization.DeliveriesAsync(webhook.Id), all => all[0].Text("status") == "pending" && all[0].Text("attempts") == "1");
        pending.Count(delivery => delivery.Text("status") == "pending").ShouldBe(1, "what comes later waits for what comes first");
        await organization.SeedEntriesAsync(450);
        receiver.Answer = WebhookReceiver.Status(204);
        organization.Host.Clock.Advance(TimeSpan.FromSeconds(10));
        var entries = await ToldAsync(organization, receiver, webhook);

        // Exactly what the log has, from the webhook's own making on.
        entries[0].Text("action").ShouldBe("webhook.created");
        var listed = await Paging.ReadAllAsync(organization.Admin, "/audit?sort=sequence&limit=200");
        entries.Select(entry => entry.ToJsonString()).ShouldBe(listed.SkipWhile(entry => entry.Text("id") != entries[0].Text("id")).Select(entry => entry.ToJsonString()));
        receiver.Calls.ShouldAllBe(call => call.Signatures.Single() == call.SignatureBy(webhook["secret"]));
        receiver.Calls.ShouldAllBe(call => call.Json["data"]!["entries"]!.AsArray().Count <= 100);
        receiver.Calls[^1].Json.Text("data.organizationId").ShouldBe(organization.Id.ToString());
        (await organization.Admin.GetAsync("/audit/verify").Expect(200))["intact"].ShouldBe("true");
    }

    [Theory, EachDatabase]
    public async Task GoesOnWhereItStoodWhenItWasDisabled(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await using var receiver = await WebhookReceiver.StartAsync();
        var webhook = await organization.CreateWebhookAsync(receiver.Url, Appended);
        var path = $"/webhooks/{webhook.Id}";
        await ToldAsync(organization, receiver, webhook);
        receiver.Answer = WebhookReceiver.Status(500);
        await organization.ChangeARoleAsync();
        await Eventually.Until(() => organization.DeliveriesAsync(webhook.Id), all => all[0].Text("attempts") == "1" && all[0].Text("status") == "pending");
        await organization.Admin.PatchAsync(path, new { status = "disabled" }).Expect(200);
        await organization.ChangeARoleAsync();
        receiver.Answer = WebhookReceiver.Status(204);
        await organization.Admin.PatchAsync(path, new { status = "active" }).Expect(200);
        (await ToldAsync(organization, receiver, webhook)).Select(entry => entry.Text("action")).ShouldBe(
            ["webhook.created", "role.created", "role.deleted", "webhook.disabled", "role.created", "role.deleted", "webhook.enabled"]);
    }

    [Theory, EachDatabase]
    public async Task IsForWhoMayReadTheLog(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await using var receiver = await WebhookReceiver.StartAsync();
        var editor = (await organization.AddPersonHoldingAsync("webhooks:read", "webhooks:write")).Client;
        (await editor.PostAsync("/webhooks", new { url = receiver.Url, events = new[] { Appended } }).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("audit:read");
        (await editor.GetAsync("/webhooks/events").Expect(200)).Body.ShouldNotContain(Appended);
        (await organization.Admin.GetAsync("/webhooks/events").Expect(200)).Body.ShouldContain(Appended);

        var webhook = await organization.CreateWebhookAsync(receiver.Url, Appended);
        await ToldAsync(organization, receiver, webhook);
        var path = $"/webhooks/{webhook.Id}";
        await editor.PatchAsync(path, new { url = receiver.Url + "/elsewhere" }).ExpectProblem(403, "permission-denied");
        var delivery = (await editor.GetAsync($"{path}/deliveries").Expect(200)).Items[0];
        await editor.PatchAsync(path, new { description = "To the archive", events = new[] { Appended } }).Expect(200);
        await editor.GetAsync($"{path}/deliveries/{delivery.Text("id")}").ExpectProblem(403, "permission-denied");
        (await organization.Admin.GetAsync($"{path}/deliveries/{delivery.Text("id")}").Expect(200))["body"].ShouldContain("webhook.created");

        await editor.PatchAsync(path, new { status = "disabled" }).Expect(200);
        await editor.PatchAsync(path, new { status = "active" }).ExpectProblem(403, "permission-denied");
        await editor.PatchAsync(path, new { events = new[] { "role.changed" } }).Expect(200);
        await editor.PatchAsync(path, new { events = new[] { Appended } }).ExpectProblem(403, "permission-denied");
    }

    [Theory, EachDatabase]
    public async Task EndsWithTheSubscription(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await using var receiver = await WebhookReceiver.StartAsync();
        var (dropped, deleted) = (await organization.CreateWebhookAsync(receiver.Url, Appended), await organization.CreateWebhookAsync(receiver.Url, Appended));
        (await CountAsync(organization)).ShouldBe(2);
        await organization.Admin.PatchAsync($"/webhooks/{dropped.Id}", new { events = new[] { "role.changed" } }).Expect(200);
        await organization.Admin.DeleteAsync($"/webhooks/{deleted.Id}").Expect(204);
        (await CountAsync(organization)).ShouldBe(0);
    }

    private static async Task<int> CountAsync(TestOrganization organization)
    {
        await using var tables = await organization.Host.OpenTablesAsync();
        return Convert.ToInt32(
            await tables.ScalarAsync($"SELECT COUNT(*) FROM notifications_audit_stream WHERE lower(CAST(organization_id AS varchar(36))) = '{organization.Id}'"),
            CultureInfo.InvariantCulture);
    }

    /// <summary>What the receiver has taken once that is all that the log has, in the order in which it came.</summary>
    private static async Task<List<JsonNode>> ToldAsync(TestOrganization organization, WebhookReceiver receiver, Answer webhook)
    {
        var last = (await organization.Admin.GetAsync("/audit?limit=1").Expect(200)).Items[0].Text("sequence");
        await Eventually.Until(() => Task.FromResult(receiver.Calls.LastOrDefault()?.Json.Text("data.to")), to => to == last);
        var deliveries = await Eventually.Until(
            async () => (await organization.Admin.GetAsync($"/webhooks/{webhook.Id}/deliveries?limit=200").Expect(200)).Items, all => all.All(delivery => delivery.Text("status") != "pending"));
        var taken = deliveries.Where(delivery => delivery.Text("status") == "delivered").Select(delivery => delivery.Text("messageId")).ToHashSet();
        return [.. receiver.Calls.Where(call => taken.Contains(call.Id)).GroupBy(call => call.Id).SelectMany(calls => calls.Last().Json["data"]!["entries"]!.AsArray().Select(entry => entry!))];
    }
}
