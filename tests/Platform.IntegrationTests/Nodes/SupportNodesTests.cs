using Platform.IntegrationTests.Tenancy;

namespace Platform.IntegrationTests.Nodes;

/// <summary>What an operator may do no longer is refused by the other node before the answer.</summary>
public sealed class SupportNodesTests(NodePairs pairs) : IClassFixture<NodePairs>
{
    [Theory, EachDatabase(ServersOnly = true)]
    public async Task AnEntryThatHasEndedIsOverOnEveryNode(Database database)
    {
        var (here, there) = await pairs.OnAsync(database);
        var organization = await here.CreateOrganizationAsync();
        var op = await TestOperator.JoinAsync(here);
        for (var round = 0; round < 10; round++)
        {
            var inside = there.Here(await op.EnterAsync(organization));
            await inside.GetAsync("/people").Expect(200);
            var entry = (await organization.Admin.GetAsync("/organization/support-entries").Expect(200)).Items[0].Text("id");
            await organization.Admin.DeleteAsync($"/organization/support-entries/{entry}").Expect(204);
            await inside.GetAsync("/people").ExpectProblem(401, "token-revoked");
        }
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task ARemovedOperatorIsNoneOnEveryNode(Database database)
    {
        var (here, there) = await pairs.OnAsync(database);
        var op = await TestOperator.JoinAsync(here);
        await there.Here(op.Client).GetAsync("/instance/jobs").Expect(200);
        await (await here.OperatorAsync()).DeleteAsync($"/instance/operators/{op.Id}").Expect(204);
        await there.Here(op.Client).GetAsync("/instance/jobs").ExpectProblem(401, "token-revoked");
    }
}
