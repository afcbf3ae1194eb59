using Platform.Contracts.Notifications;
using Platform.Kernel.Messaging;

namespace Platform.ArchitectureTests;

/// <summary>What people and other systems are told of, and the one catalogue of it.</summary>
public class EventTests
{
    private static readonly IReadOnlyList<string> Published =
    [
        .. House.Contracts.GetTypes().Where(type => type.IsAssignableTo(typeof(IOutboxEvent)))
            .Select(type => (string)type.GetProperty(nameof(IOutboxEvent.Name))!.GetValue(null)!),
    ];

    [Fact]
    public void Every_event_that_can_be_published_is_in_the_catalogue_and_no_other() =>
        EventNames.All.Select(described => described.Name).ShouldBe(Published, ignoreOrder: true);

    [Fact]
    public void An_event_s_name_is_a_thing_and_what_happened_to_it() =>
        Published.Where(name => name.Split('.') is not [{ Length: > 0 }, { Length: > 0 }]).ShouldBeEmpty();
}
