using System.Collections.Concurrent;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.IntegrationTests.Tokens;
using Platform.Kernel.Outbox;

namespace Platform.IntegrationTests.Outbox;

/// <summary>How messages leave the outbox: of one organization in their order, past what can't be delivered, by whichever node.</summary>
public sealed class DeliveryTests
{
    [Theory, EachDatabase]
    public async Task APoisonedMessageIsSetAsideAndHoldsUpNobodyElse(Database database)
    {
        var receiver = new Receiver();
        await using var host = await PlatformHost.StartAsync(database, builder => builder.Services.AddSingleton<INotificationHandler<OutboxDelivery>>(receiver));
        var (op, organization, other) = (await host.OperatorAsync(), await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        receiver.Poison = (organization.Id, "token.revoked");
        var token = await organization.IssueTokenAsync("people:read");
        await Eventually.Until(() => Task.FromResult(receiver.Of(organization.Id)), got => got.Count == 1);
        await organization.Admin.DeleteAsync($"/tokens/{token.Id}").Expect(200);
        await organization.IssueTokenAsync("people:read");
        var elsewhere = await other.IssueTokenAsync("people:read");
        await other.Admin.DeleteAsync($"/tokens/{elsewhere.Id}").Expect(200);

        // The other organization's are delivered; this one's wait behind the one that fails.
        await Eventually.Until(() => Task.FromResult(receiver.Of(other.Id)), got => got.Count == 2);
        receiver.Of(other.Id).ShouldBe(["token.created", "token.revoked"]);
        receiver.Of(organization.Id).ShouldBe(["token.created"]);
        (await op.GetAsync("/instance/parked-messages").Expect(200)).Items.ShouldBeEmpty();

        // Ten attempts, each twice as long after the one before.
        var parked = await Eventually.Until(
            async () =>
            {
                host.Clock.Advance(TimeSpan.FromMinutes(9));
                await host.RunJobAsync("outbox");
                return await op.GetAsync("/instance/parked-messages").Expect(200);
            },
            list => list.Items.Count == 1);
        var message = parked.Items[0];
        message.Text("event").ShouldBe("token.revoked");
        message.Text("organization.slug").ShouldBe(organization.Slug);
        message.Text("attempts").ShouldBe("10");
        message.Text("lastError").ShouldBe("Poisoned.");
        parked.Body.ShouldNotContain(token.Name);
        await Eventually.Until(() => Task.FromResult(receiver.Of(organization.Id)), got => got.Count == 2);
        receiver.Of(organization.Id).ShouldBe(["token.created", "token.created"]);

        // What a failed attempt had begun is undone with it: nobody was told.
        await organization.SignInAdministratorAsync();
        var path = $"/instance/parked-messages/{message.Text("id")}/retry";
        await organization.Admin.PostAsync(path).ExpectProblem(403, "permission-denied");
        receiver.Poison = null;
        await op.PostAsync(path).Expect(204);
        await Eventually.Until(() => Task.FromResult(receiver.Of(organization.Id)), got => got.Count == 3);
        (await op.GetAsync("/instance/parked-messages").Expect(200)).Items.ShouldBeEmpty();
        await op.PostAsync(path).ExpectProblem(404, "not-found");
        (await host.CountAuditAsync("message.retried")).ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task AnOrganizationsMessagesArriveInTheirOrder(Database database)
    {
        var receiver = new Receiver { FailEachOnce = true };
        await using var host = await PlatformHost.StartAsync(database, builder => builder.Services.AddSingleton<INotificationHandler<OutboxDelivery>>(receiver));
        var organization = await host.CreateOrganizationAsync();
        var expected = new List<string>();
        for (var round = 0; round < 5; round++)
        {
            var token = await organization.IssueTokenAsync("people:read");
            await organization.Admin.PostAsync($"/tokens/{token.Id}/rotate", new { overlapHours = 1 }).Expect(201);
            await organization.Admin.DeleteAsync($"/tokens/{token.Id}").Expect(200);
            expected.AddRange(["token.created", "token.rotated", "token.revoked"]);
        }

        await Eventually.Until(
            async () =>
            {
                host.Clock.Advance(TimeSpan.FromSeconds(1));
                await host.RunJobAsync("outbox");
                return receiver.Of(organization.Id);
            },
            got => got.Count == expected.Count);
        receiver.Of(organization.Id).ShouldBe(expected);
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task SeveralNodesShareTheWorkAndDeliverNothingTwice(Database database)
    {
        var (one, two) = (new Receiver(), new Receiver());
        await using var here = await PlatformHost.StartAsync(database, builder => builder.Services.AddSingleton<INotificationHandler<OutboxDelivery>>(one));
        await using var there = await here.StartAnotherAsync(change: builder => builder.Services.AddSingleton<INotificationHandler<OutboxDelivery>>(two));
        var organizations = new List<TestOrganization>();
        for (var number = 0; number < 4; number++)
        {
            organizations.Add(await here.CreateOrganizationAsync());
        }

        await Task.WhenAll(organizations.Select(async organization =>
        {
            for (var number = 0; number < 15; number++)
            {
                var node = number % 2 == 0 ? here : there;
                var account = await node.Here(organization.Admin).PostAsync("/service-accounts", new { name = $"Service {number}", permissions = new[] { "people:read" } }).Expect(201);
                await node.Here(organization.Admin).PostAsync(
                    "/tokens", new { serviceAccountId = account.Id, name = $"Token {number}", expiresAt = (DateTime?)null, scopes = new[] { "people:read" } }).Expect(201);
            }
        }));

        // Each notice was written once, whoever delivered it; a handler that only listens may hear of one twice.
        foreach (var organization in organizations)
        {
            await Eventually.Until(
                () => here.CountAsync($"SELECT COUNT(*) FROM kernel_outbox WHERE state = 1 AND LOWER(CAST(organization_id AS VARCHAR(36))) = '{organization.Id}'"), count => count == 15);
        }

        (one.Count > 0 && two.Count > 0).ShouldBeTrue($"{one.Count} and {two.Count}");
        (one.Count + two.Count).ShouldBe(60);
    }

    /// <summary>Listens, and fails where it is told to.</summary>
    private sealed class Receiver : INotificationHandler<OutboxDelivery>
    {
        private readonly ConcurrentQueue<OutboxDelivery> _got = new();
        private readonly ConcurrentDictionary<Guid, bool> _failed = new();

        public (Guid Organization, string Name)? Poison { get; set; }

        public bool FailEachOnce { get; init; }

        public int Count => _got.Count;

        public IReadOnlyList<string> Of(Guid organization) => [.. _got.Where(delivery => delivery.OrganizationId == organization).Select(delivery => delivery.Name)];

        public Task Handle(OutboxDelivery notification, CancellationToken cancellationToken)
        {
            if ((notification.OrganizationId, notification.Name) == Poison || (FailEachOnce && _failed.TryAdd(notification.Id, true)))
            {
                throw new InvalidOperationException("Poisoned.");
            }

            _got.Enqueue(notification);
            return Task.CompletedTask;
        }
    }
}
