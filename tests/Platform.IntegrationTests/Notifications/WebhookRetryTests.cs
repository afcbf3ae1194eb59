using System.Net;

namespace Platform.IntegrationTests.Notifications;

/// <summary>What happens over days: these move the clock.</summary>
public sealed class WebhookRetryTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task IsTriedAgainForThreeDays(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var clock = organization.Host.Clock;
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = WebhookReceiver.Status(500);
        var webhook = await organization.CreateWebhookAsync(receiver.Url, "role.changed");
        await organization.ChangeARoleAsync();
        var began = organization.Host.Now;
        var delivery = await organization.DeliveryAsync(webhook.Id, "pending", 1);
        (delivery.Time("nextAttemptAt") - began).ShouldBeInRange(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6));
        (await organization.Admin.GetAsync($"/webhooks/{webhook.Id}").Expect(200)).Json.Time("failingSince").ShouldBe(began, TimeSpan.FromSeconds(1));

        // Not a moment before, and not twice.
        await Task.Delay(1500);
        receiver.Calls.Count.ShouldBe(1);
        var delays = new List<TimeSpan>();
        for (var attempts = 2; delivery.Text("status") == "pending"; attempts++)
        {
            delays.Add(delivery.Time("nextAttemptAt") - organization.Host.Now);
            clock.AdvanceTo(delivery.Time("nextAttemptAt"));
            await organization.SignInAdministratorAsync();
            await receiver.ReceivedAsync(attempts);
            delivery = (await Eventually.Until(() => organization.DeliveriesAsync(webhook.Id), all => all[0].Text("attempts") == $"{attempts}"))[0];
        }

        delivery.Text("status").ShouldBe("failed");
        delays.Count.ShouldBeInRange(11, 13);
        delays.Zip(delays.Skip(1)).ShouldAllBe(pair => pair.Second > pair.First || pair.Second >= TimeSpan.FromHours(12));
        (organization.Host.Now - began).ShouldBeInRange(TimeSpan.FromDays(2), TimeSpan.FromDays(3));
        receiver.Calls.Select(call => (call.Id, call.Body)).Distinct().Count().ShouldBe(1);
        receiver.Calls.Select(call => call.SentAt).Distinct().Count().ShouldBe(receiver.Calls.Count);
        receiver.Calls.ShouldAllBe(call => call.Signatures.Single() == call.SignatureBy(webhook["secret"]));
        (await organization.Admin.GetAsync($"/webhooks/{webhook.Id}").Expect(200))["status"].ShouldBe("active", "three days are not five");
    }

    [Theory, EachDatabase]
    public async Task AWebhookThatFailsForFiveDaysIsDisabled(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await using var receiver = await WebhookReceiver.StartAsync();
        var webhook = await organization.CreateWebhookAsync(receiver.Url, "role.changed");
        var failures = 0;
        async Task<Answer> FailAsync(TimeSpan after)
        {
            organization.Host.Clock.Advance(after);
            await organization.SignInAdministratorAsync();
            await organization.Admin.PostAsync($"/webhooks/{webhook.Id}/test").Expect(202);
            await receiver.ReceivedAsync(++failures);
            await Eventually.Until(() => organization.DeliveriesAsync(webhook.Id), all => all[0].Text("status") != "pending");
            return await organization.Admin.GetAsync($"/webhooks/{webhook.Id}").Expect(200);
        }

        receiver.Answer = WebhookReceiver.Status(500);
        await FailAsync(TimeSpan.Zero);
        receiver.Answer = WebhookReceiver.Status(204);
        (await FailAsync(TimeSpan.FromDays(4))).Json["failingSince"].ShouldBeNull("one good answer is enough");
        receiver.Answer = WebhookReceiver.Status(500);
        (await FailAsync(TimeSpan.FromDays(2)))["status"].ShouldBe("active");
        var before = await FailAsync(TimeSpan.FromDays(4.9));
        (before["status"], before["version"]).ShouldBe(("active", "1"), "nobody has changed it");
        var after = await FailAsync(TimeSpan.FromDays(0.2));
        (after["status"], after["disabledReason"]).ShouldBe(("disabled", "failing"));
        var notices = await Eventually.Until(() => organization.Admin.GetAsync("/notifications").Expect(200), list => list.Items.Count > 0);
        notices.Items.ShouldHaveSingleItem().Text("event").ShouldBe("webhook.disabled");
    }

    [Theory, EachDatabase]
    public async Task BothSecretsSignUntilTheOverlapEnds(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await using var receiver = await WebhookReceiver.StartAsync();
        var webhook = await organization.CreateWebhookAsync(receiver.Url, "role.changed");
        var path = $"/webhooks/{webhook.Id}";
        await organization.Admin.PostAsync($"{path}/rotate-secret", new { overlapHours = 169 }).ExpectInvalid("overlapHours");
        var rotated = await organization.Admin.PostAsync($"{path}/rotate-secret", new { overlapHours = 2 }).Expect(200);
        rotated["secret"].ShouldNotBe(webhook["secret"]);
        rotated.Json.Time("previousSecretEndsAt").ShouldBe(organization.Host.Now.AddHours(2), TimeSpan.FromSeconds(1));
        await organization.Admin.PostAsync($"{path}/test").Expect(202);
        var both = (await receiver.ReceivedAsync(1))[0];
        both.Signatures.ShouldBe([both.SignatureBy(rotated["secret"]), both.SignatureBy(webhook["secret"])]);

        // Settled before the clock goes on: an attempt whose claim has run out is made again.
        await organization.DeliveryAsync(webhook.Id, "delivered", 1);
        organization.Host.Clock.Advance(TimeSpan.FromHours(2));
        await organization.Admin.PostAsync($"{path}/test").Expect(202);
        var one = (await receiver.ReceivedAsync(2))[1];
        one.Signatures.ShouldBe([one.SignatureBy(rotated["secret"])]);

        // Without a word about it the old one signs for a day; with none at all it is gone at once.
        (await organization.Admin.PostAsync($"{path}/rotate-secret").Expect(200)).Json.Time("previousSecretEndsAt").ShouldBe(organization.Host.Now.AddHours(24), TimeSpan.FromSeconds(1));
        var last = await organization.Admin.PostAsync($"{path}/rotate-secret", new { overlapHours = 0 }).Expect(200);
        last.Json["previousSecretEndsAt"].ShouldBeNull();
        await organization.Admin.PostAsync($"{path}/test").Expect(202);
        var only = (await receiver.ReceivedAsync(3))[2];
        only.Signatures.ShouldBe([only.SignatureBy(last["secret"])]);
        (await organization.Host.CountAuditAsync("webhook.secret-rotated", webhook.Id)).ShouldBe(3);
    }

    [Theory, EachDatabase]
    public async Task WhatIsLongSettledIsForgotten(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await using var receiver = await WebhookReceiver.StartAsync();
        var webhook = await organization.CreateWebhookAsync(receiver.Url, "role.changed");
        await organization.ChangeARoleAsync();
        await organization.DeliveryAsync(webhook.Id, "delivered", 1);
        organization.Host.Clock.Advance(TimeSpan.FromDays(29));
        await organization.SignInAdministratorAsync();
        await organization.Host.RunJobAsync("webhooks-prune");
        (await organization.DeliveriesAsync(webhook.Id)).Count.ShouldBe(1);
        organization.Host.Clock.Advance(TimeSpan.FromDays(2));
        await organization.SignInAdministratorAsync();
        await organization.Host.RunJobAsync("webhooks-prune");
        (await organization.DeliveriesAsync(webhook.Id)).ShouldBeEmpty();
    }

    /// <summary>A name is judged by what it resolves to when the connection is made: that it looked harmless before is no help.</summary>
    [Fact]
    public async Task ANameThatLeadsInsideIsRefused()
    {
        await using var host = await PlatformHost.StartAsync(Database.Sqlite, settings: ["--Webhooks:AllowedNetworks=203.0.113.0/24"]);
        var organization = await host.CreateOrganizationAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var name = Dns.GetHostName();
        Assert.SkipWhen((await Dns.GetHostAddressesAsync(name)).Length == 0, "This machine's own name does not resolve.");
        var port = new Uri(receiver.Url).Port;
        foreach (var url in (string[])[$"https://{name}:{port}/", $"http://{name}:{port}/"])
        {
            var webhook = await organization.CreateWebhookAsync(url, "role.changed");
            var test = await organization.Admin.PostAsync($"/webhooks/{webhook.Id}/test").Expect(202);
            await organization.DeliveryAsync(webhook.Id, "failed", 1);
            var detail = await organization.Admin.GetAsync($"/webhooks/{webhook.Id}/deliveries/{test.Id}").Expect(200);
            detail["log.0.error"].ShouldContain(url.StartsWith("https", StringComparison.Ordinal) ? "does not allow" : "operator of this instance allows");
            detail.Json.At("log.0.statusCode").ShouldBeNull();
        }

        receiver.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task SecretsAreEncryptedWhereThereIsAKey()
    {
        var key = Convert.ToBase64String(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
        await using var host = await PlatformHost.StartAsync(Database.Sqlite, settings: [$"--Webhooks:EncryptionKey={key}"]);
        var organization = await host.CreateOrganizationAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var webhook = await organization.CreateWebhookAsync(receiver.Url, "role.changed");
        await organization.Admin.PostAsync($"/webhooks/{webhook.Id}/test").Expect(202);
        var call = (await receiver.ReceivedAsync(1))[0];
        call.Signatures.ShouldBe([call.SignatureBy(webhook["secret"])]);
        await using var tables = await host.OpenTablesAsync();
        var kept = (byte[])(await tables.ScalarAsync("SELECT secret FROM notifications_webhook"))!;
        var secret = Convert.FromBase64String(webhook["secret"]["whsec_".Length..]);
        kept.AsSpan().IndexOf(secret.AsSpan(0, 8)).ShouldBe(-1);
    }
}
