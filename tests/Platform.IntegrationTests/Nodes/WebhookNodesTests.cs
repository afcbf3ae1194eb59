namespace Platform.IntegrationTests.Nodes;

/// <summary>Two hosts share what is to be delivered.</summary>
public sealed class WebhookNodesTests(NodePairs pairs) : IClassFixture<NodePairs>
{
    [Theory, EachDatabase(ServersOnly = true)]
    public async Task EachDeliveryIsMadeByOneOfThem(Database database)
    {
        var (here, _) = await pairs.OnAsync(database);
        var organization = await here.CreateOrganizationAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (_, http) => Task.Delay(100, http.RequestAborted);
        var webhooks = new List<Answer>();
        for (var i = 0; i < 4; i++)
        {
            webhooks.Add(await organization.CreateWebhookAsync($"{receiver.Url}/{i}", "role.changed"));
        }

        for (var i = 0; i < 15; i++)
        {
            await organization.ChangeARoleAsync();
        }

        await receiver.ReceivedAsync(60);
        foreach (var webhook in webhooks)
        {
            await Eventually.Until(() => organization.DeliveriesAsync(webhook.Id), all => all.Count == 15 && all.All(delivery => delivery.Text("status") == "delivered"));
        }

        receiver.Calls.Select(call => (call.Path, call.Id)).Distinct().Count().ShouldBe(60);
        receiver.Calls.Count.ShouldBe(60);
    }
}
