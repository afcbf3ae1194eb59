using Platform.Notifications.Webhooks;

namespace Platform.UnitTests.Notifications;

public class SlotsTests
{
    [Fact]
    public void AWebhookHasAFewAndAnOrganizationAPartOfAll()
    {
        var slots = new Slots();
        var (organization, webhook) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Enumerable.Range(0, Slots.OfWebhook).ShouldAllBe(_ => slots.TryTake(organization, webhook));
        slots.TryTake(organization, webhook).ShouldBeFalse();
        slots.BusyWebhooks.ShouldBe([webhook]);
        slots.BusyOrganizations.ShouldBeEmpty();

        Enumerable.Range(0, Slots.OfOrganization - Slots.OfWebhook).ShouldAllBe(_ => slots.TryTake(organization, Guid.CreateVersion7()));
        slots.TryTake(organization, Guid.CreateVersion7()).ShouldBeFalse();
        slots.BusyOrganizations.ShouldBe([organization]);

        Enumerable.Range(0, Slots.InAll - Slots.OfOrganization).ShouldAllBe(_ => slots.TryTake(Guid.CreateVersion7(), Guid.CreateVersion7()));
        slots.AreAllTaken.ShouldBeTrue();
        slots.TryTake(Guid.CreateVersion7(), Guid.CreateVersion7()).ShouldBeFalse();

        slots.Free(organization, webhook);
        slots.BusyWebhooks.ShouldBeEmpty();
        slots.BusyOrganizations.ShouldBeEmpty();
        slots.TryTake(organization, webhook).ShouldBeTrue();
    }
}
