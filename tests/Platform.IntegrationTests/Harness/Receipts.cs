namespace Platform.IntegrationTests.Harness;

internal static class Receipts
{
    /// <summary>Each node that a receipt names, and how it has it.</summary>
    public static Dictionary<Guid, string> NodeStates(this Answer receipt) =>
        receipt.Json["nodes"]!.AsArray().ToDictionary(node => node!["id"]!.GetValue<Guid>(), node => node!["state"]!.GetValue<string>());

    /// <summary>
    /// So many nodes have the change, or were shut out until they have it: a process that stands still for longer than its lease
    /// may be, however well it is.
    /// </summary>
    public static void ShouldBeSettled(this Answer receipt, int nodes = 1)
    {
        var states = receipt.NodeStates().Values;
        states.Count.ShouldBe(nodes, receipt.Body);
        states.ShouldAllBe(state => state == "acknowledged" || state == "fenced", receipt.Body);
    }
}
