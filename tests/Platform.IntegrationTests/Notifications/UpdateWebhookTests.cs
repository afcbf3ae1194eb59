using Platform.IntegrationTests.Tokens;

namespace Platform.IntegrationTests.Notifications;

public sealed class UpdateWebhookTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ChangesWhatIsNamed(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var made = await organization.CreateWebhookAsync("https://example.org/", "token.created");
        var path = $"/webhooks/{made.Id}";
        var changed = await organization.Admin.WithHeader("If-Match", "\"1\"").PatchAsync(path, new { description = "Theirs", events = new[] { "token.revoked" } }).Expect(200);
        changed["url"].ShouldBe("https://example.org/");
        changed.Headers.ETag!.Tag.ShouldBe("\"2\"");
        changed.Json.Texts("events").ShouldBe(["token.revoked"]);
        await organization.Admin.WithHeader("If-Match", "\"1\"").PatchAsync(path, new { description = (string?)null }).ExpectProblem(412, "stale-version");
        (await organization.Admin.PatchAsync(path, new { description = (string?)null, url = "https://example.net/" }).Expect(200)).Json["description"].ShouldBeNull();
        await organization.Admin.PatchAsync(path, new { status = "gone" }).ExpectInvalid("status");
        (await organization.Host.CountAuditAsync("webhook.changed", made.Id)).ShouldBe(2);
    }

    [Theory, EachDatabase]
    public async Task ADisabledOneIsToldOfNothingUntilItIsEnabled(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = WebhookReceiver.Status(503);
        var webhook = await organization.CreateWebhookAsync(receiver.Url, "role.changed");
        var path = $"/webhooks/{webhook.Id}";
        await organization.ChangeARoleAsync();
        var pending = await organization.DeliveryAsync(webhook.Id, "pending", 1);

        (await organization.Admin.PatchAsync(path, new { status = "disabled" }).Expect(200))["disabledReason"].ShouldBe("by-hand");
        (await organization.DeliveryAsync(webhook.Id, "cancelled", 1))["nextAttemptAt"].ShouldBeNull();
        await organization.Admin.PostAsync($"{path}/test").ExpectProblem(409, "conflict");
        await organization.Admin.PostAsync($"{path}/deliveries/{pending.Text("id")}/redeliver").ExpectProblem(409, "conflict");
        await organization.ChangeARoleAsync();
        await Eventually.Until(
            () => organization.Host.CountAsync($"SELECT COUNT(*) FROM kernel_outbox WHERE state = 0 AND LOWER(CAST(organization_id AS VARCHAR(36))) = '{organization.Id}'"),
            waiting => waiting == 0);

        receiver.Answer = WebhookReceiver.Status(204);
        (await organization.Admin.PatchAsync(path, new { status = "active" }).Expect(200)).Json["disabledReason"].ShouldBeNull();
        await organization.ChangeARoleAsync();
        var all = await Eventually.Until(() => organization.DeliveriesAsync(webhook.Id), all => all.Count > 1 && all[0].Text("status") == "delivered");
        all.Select(delivery => delivery.Text("status")).ShouldBe(["delivered", "cancelled"], ignoreOrder: false, "the one while it was disabled is not among them");
        foreach (var action in (string[])["webhook.disabled", "webhook.enabled"])
        {
            (await organization.Host.CountAuditAsync(action, webhook.Id)).ShouldBe(1);
        }
    }
}
