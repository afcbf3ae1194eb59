using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Platform.IntegrationTests.Notifications;

/// <summary>What a webhook is sent, and what is kept of it.</summary>
public sealed class WebhookDeliveryTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task IsSignedAndSaysWhatHappened(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = WebhookReceiver.Status(201, "Thanks\0 a lot");
        var webhook = await organization.CreateWebhookAsync(receiver.Url, "token.created", "token.revoked");
        var token = await organization.IssueTokenAsync("people:read");
        await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke", new { reason = "No longer needed" }).Expect(200);

        var calls = await receiver.ReceivedAsync(2);
        calls.Select(call => call.Type).ShouldBe(["token.created", "token.revoked"], ignoreOrder: true);
        foreach (var call in calls)
        {
            call.Path.ShouldBe("/hook");
            call.Headers["content-type"].ShouldBe("application/json");
            call.Signatures.ShouldBe([call.SignatureBy(webhook["secret"])]);
            call.Id.ShouldStartWith("msg_");
            call.SentAt.ShouldBe(organization.Host.Now, TimeSpan.FromSeconds(1));
            call.Json.Time("timestamp").ShouldBe(organization.Host.Now, TimeSpan.FromSeconds(1));
            call.Json.AsObject().Select(field => field.Key).ShouldBe(["type", "timestamp", "data"]);
            call.Json.Text("data.organizationId").ShouldBe(organization.Id.ToString());
            call.Json.Text("data.tokenId").ShouldBe(token.Id.ToString());
            call.Body.ShouldNotContain(token.Secret);
        }

        calls.Single(call => call.Type == "token.revoked").Json.Text("data.reason").ShouldBe("No longer needed");

        // The log has it all: what was sent, and what came back.
        var deliveries = await Eventually.Until(() => organization.DeliveriesAsync(webhook.Id), all => all.Count == 2 && all.All(delivery => delivery.Text("status") == "delivered"));
        foreach (var delivery in deliveries)
        {
            var detail = await organization.Admin.GetAsync($"/webhooks/{webhook.Id}/deliveries/{delivery.Text("id")}").Expect(200);
            var call = calls.Single(one => one.Id == detail["messageId"]);
            detail["body"].ShouldBe(call.Body);
            detail["event"].ShouldBe(call.Type);
            detail["lastStatusCode"].ShouldBe("201");
            var attempt = detail.Json["log"]!.AsArray().ShouldHaveSingleItem()!;
            foreach (var header in (string[])["webhook-id", "webhook-timestamp", "webhook-signature", "content-type"])
            {
                attempt.Text($"requestHeaders.{header}").ShouldBe(call.Headers[header]);
            }

            attempt.Text("statusCode").ShouldBe("201");
            attempt.Text("responseBody").ShouldBe("Thanks\uFFFD a lot");
            int.Parse(attempt.Text("durationMilliseconds"), CultureInfo.InvariantCulture).ShouldBeInRange(0, 10_000);
        }

        var page = await organization.Admin.GetAsync($"/webhooks/{webhook.Id}/deliveries?limit=1").Expect(200);
        var next = await organization.Admin.GetAsync($"/webhooks/{webhook.Id}/deliveries?limit=1&cursor={page["nextCursor"]}").Expect(200);
        next.Items.ShouldHaveSingleItem().Text("id").ShouldNotBe(page.Items.ShouldHaveSingleItem().Text("id"));
        (await organization.Admin.GetAsync($"/webhooks/{webhook.Id}/deliveries?status=failed").Expect(200)).Items.ShouldBeEmpty();
        await organization.Admin.GetAsync($"/webhooks/{webhook.Id}/deliveries?status=lost").ExpectInvalid("status");
    }

    [Theory, EachDatabase]
    public async Task NobodysLinkIsInIt(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await using var receiver = await WebhookReceiver.StartAsync();
        await organization.CreateWebhookAsync(receiver.Url, "person.invited");
        var invited = await organization.Admin.PostAsync("/people", new { name = "Ivy", email = TestOrganization.NewEmail(), invite = true }).Expect(201);
        var call = (await receiver.ReceivedAsync(1))[0];
        call.Json.Text("data.personId").ShouldBe(invited["id"]);
        call.Json["data"]!.AsObject().Select(field => field.Key).ShouldBe(["organizationId", "personId", "personName"]);
        call.Body.ShouldNotContain(TestOrganization.InvitationToken(invited));
    }

    [Theory, EachDatabase]
    public async Task ATestIsSentOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await using var receiver = await WebhookReceiver.StartAsync();
        var webhook = await organization.CreateWebhookAsync(receiver.Url, "token.leaked");
        var answer = await organization.Admin.PostAsync($"/webhooks/{webhook.Id}/test").Expect(202);
        answer["event"].ShouldBe("webhook.test");
        var call = (await receiver.ReceivedAsync(1))[0];
        call.Type.ShouldBe("webhook.test");
        call.Id.ShouldBe(answer["messageId"]);
        call.Signatures.ShouldBe([call.SignatureBy(webhook["secret"])]);
        await organization.DeliveryAsync(webhook.Id, "delivered", 1);

        receiver.Answer = WebhookReceiver.Status(500);
        await organization.Admin.PostAsync($"/webhooks/{webhook.Id}/test").Expect(202);
        await Eventually.Until(() => organization.DeliveriesAsync(webhook.Id), all => all[0].Text("status") == "failed");
    }

    [Theory, EachDatabase]
    public async Task IsSentAnewWithTheSameIdAndBody(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await using var receiver = await WebhookReceiver.StartAsync();
        var webhook = await organization.CreateWebhookAsync(receiver.Url, "role.changed");
        await organization.ChangeARoleAsync();
        var delivery = await organization.DeliveryAsync(webhook.Id, "delivered", 1);

        receiver.Answer = WebhookReceiver.Status(500);
        var path = $"/webhooks/{webhook.Id}/deliveries/{delivery.Text("id")}";
        (await organization.Admin.PostAsync($"{path}/redeliver").Expect(202))["status"].ShouldBe("pending");
        await organization.DeliveryAsync(webhook.Id, "pending", 1);
        receiver.Answer = WebhookReceiver.Status(200);
        await organization.Admin.PostAsync($"{path}/redeliver").Expect(202);
        await organization.DeliveryAsync(webhook.Id, "delivered", 1);

        receiver.Calls.Count.ShouldBe(3);
        receiver.Calls.Select(call => (call.Id, call.Body)).Distinct().Count().ShouldBe(1);
        (await organization.Admin.GetAsync(path).Expect(200)).Json["log"]!.AsArray().Select(attempt => attempt!.Text("statusCode")).ShouldBe(["200", "500", "204"], ignoreOrder: true);
    }

    [Theory, EachDatabase]
    public async Task AWebhookThatIsGoneIsDisabledAndItsKeepersAreTold(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = WebhookReceiver.Status(410);
        var keeper = await organization.AddPersonHoldingAsync("webhooks:write", "webhooks:read", "notifications:read");
        var bystander = await organization.AddPersonHoldingAsync("webhooks:read", "notifications:read");
        var webhook = await organization.CreateWebhookAsync($"{receiver.Url}?secret=in-the-address", "role.changed");
        await organization.ChangeARoleAsync();
        await organization.DeliveryAsync(webhook.Id, "cancelled", 1);
        var disabled = await organization.Admin.GetAsync($"/webhooks/{webhook.Id}").Expect(200);
        (disabled["status"], disabled["disabledReason"]).ShouldBe(("disabled", "gone"));
        var notice = (await Eventually.Until(() => keeper.Client.GetAsync("/notifications").Expect(200), list => list.Items.Count > 0)).Items.ShouldHaveSingleItem();
        notice.Text("event").ShouldBe("webhook.disabled");
        notice.Text("link").ShouldBe($"/webhooks/{webhook.Id}");
        notice.Text("body").ShouldNotContain("in-the-address");
        (await bystander.Client.GetAsync("/notifications").Expect(200)).Items.ShouldBeEmpty();
        var entry = (await organization.Admin.GetAsync($"/audit?targetId={webhook.Id}&action=webhook.disabled").Expect(200)).Items.ShouldHaveSingleItem();
        entry.Text("actor.kind").ShouldBe("system");
        await organization.ChangeARoleAsync();
        receiver.Calls.Count.ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task OfADeletedWebhookNothingMoreIsSent(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = WebhookReceiver.Status(500);
        var webhook = await organization.CreateWebhookAsync(receiver.Url, "role.changed");
        await organization.ChangeARoleAsync();
        var delivery = await organization.DeliveryAsync(webhook.Id, "pending", 1);
        await organization.Admin.DeleteAsync($"/webhooks/{webhook.Id}").Expect(204);
        await organization.Admin.GetAsync($"/webhooks/{webhook.Id}").ExpectProblem(404, "not-found");
        await organization.Admin.GetAsync($"/webhooks/{webhook.Id}/deliveries/{delivery.Text("id")}").ExpectProblem(404, "not-found");
        await organization.Admin.PostAsync($"/webhooks/{webhook.Id}/deliveries/{delivery.Text("id")}/redeliver").ExpectProblem(404, "not-found");
        (await CountAsync(organization, "notifications_delivery", "due_at IS NOT NULL")).ShouldBe(0);

        await organization.Host.RunJobAsync("webhooks-prune");
        (await CountAsync(organization, "notifications_delivery")).ShouldBe(0);
        (await CountAsync(organization, "notifications_attempt")).ShouldBe(0);
        (await organization.Host.CountAuditAsync("webhook.deleted", webhook.Id)).ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task ASlowWebhookAndABrokenOneKeepNobodyWaiting(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await using var slow = await WebhookReceiver.StartAsync();
        await using var quick = await WebhookReceiver.StartAsync();
        var never = new TaskCompletionSource();
        var since = Stopwatch.StartNew();
        var begun = new ConcurrentQueue<TimeSpan>();
        slow.Answer = (_, http) =>
        {
            begun.Enqueue(since.Elapsed);
            return Task.WhenAny(never.Task, Task.Delay(Timeout.Infinite, http.RequestAborted));
        };
        var slowOne = await organization.CreateWebhookAsync(slow.Url, "role.changed");
        var broken = await organization.CreateWebhookAsync("http://127.0.0.1:9/nobody-listens", "role.changed");
        await organization.CreateWebhookAsync(quick.Url, "role.changed");
        for (var i = 0; i < 12; i++)
        {
            await organization.ChangeARoleAsync();
        }

        await quick.ReceivedAsync(12);
        await slow.ReceivedAsync(1);
        begun.Count(at => at < begun.First() + TimeSpan.FromSeconds(15)).ShouldBeLessThanOrEqualTo(4, "no more at a time than one webhook may take, and none is given up before 20 s");
        (await organization.DeliveriesAsync(slowOne.Id)).Count.ShouldBe(12);
        var failed = await Eventually.Until(() => organization.DeliveriesAsync(broken.Id), all => all.Count == 12 && all.All(delivery => delivery.Text("attempts") == "1"));
        var detail = await organization.Admin.GetAsync($"/webhooks/{broken.Id}/deliveries/{failed[0].Text("id")}").Expect(200);
        detail["log.0.error"].ShouldBe("The connection could not be made.");
        never.SetResult();
    }

    [Fact]
    public async Task FollowsNoRedirect()
    {
        var organization = await hosts.OrganizationOnAsync(Database.Sqlite);
        await using var elsewhere = await WebhookReceiver.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (_, http) =>
        {
            http.Response.StatusCode = 307;
            http.Response.Headers.Location = elsewhere.Url;
            return Task.CompletedTask;
        };
        var webhook = await organization.CreateWebhookAsync(receiver.Url, "role.changed");
        await organization.ChangeARoleAsync();
        (await organization.DeliveryAsync(webhook.Id, "pending", 1)).Text("lastStatusCode").ShouldBe("307");
        elsewhere.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReadsNoMoreOfAnAnswerThanItKeeps()
    {
        var organization = await hosts.OrganizationOnAsync(Database.Sqlite);
        await using var receiver = await WebhookReceiver.StartAsync();
        var aborted = new TaskCompletionSource();
        receiver.Answer = async (_, http) =>
        {
            http.RequestAborted.Register(aborted.SetResult);
            var lump = new byte[64 * 1024];
            lump.AsSpan().Fill((byte)'x');
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.Body.WriteAsync(lump, http.RequestAborted);
            }
        };
        var webhook = await organization.CreateWebhookAsync(receiver.Url, "role.changed");
        await organization.ChangeARoleAsync();
        var delivery = await organization.DeliveryAsync(webhook.Id, "delivered", 1);
        var detail = await organization.Admin.GetAsync($"/webhooks/{webhook.Id}/deliveries/{delivery.Text("id")}").Expect(200);
        detail["log.0.responseBody"].ShouldBe(new string('x', 4000));
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static async Task<int> CountAsync(TestOrganization organization, string table, string condition = "1 = 1")
    {
        await using var tables = await organization.Host.OpenTablesAsync();
        return Convert.ToInt32(
            await tables.ScalarAsync($"SELECT COUNT(*) FROM {table} WHERE lower(CAST(organization_id AS varchar(36))) = '{organization.Id}' AND {condition}"),
            CultureInfo.InvariantCulture);
    }
}
