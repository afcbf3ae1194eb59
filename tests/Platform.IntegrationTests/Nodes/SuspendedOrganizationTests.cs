namespace Platform.IntegrationTests.Nodes;

/// <summary>What becomes of an organization at one host is so at the other before the answer.</summary>
public sealed class SuspendedOrganizationTests(NodePairs pairs) : IClassFixture<NodePairs>
{
    [Theory, EachDatabase(ServersOnly = true)]
    public async Task IsClosedAndOpenedOnEveryNode(Database database)
    {
        var (here, there) = await pairs.OnAsync(database);
        var organization = await here.CreateOrganizationAsync();
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var verifier = await TestApplication.RegisterAsync(here, "read");
        var token = await organization.IssueTokenAsync("people:read");
        var op = await here.OperatorAsync();
        var path = $"/instance/organizations/{organization.Id}";
        var fenced = 0;
        for (var round = 0; round < 5; round++)
        {
            await ExpectAsync(200, null, "valid");
            var receipt = await op.PostAsync($"{path}/suspend").Expect(200);
            receipt.ShouldBeSettled(nodes: 2);
            fenced += receipt.NodeStates().ContainsValue("fenced") ? 1 : 0;
            await ExpectAsync(403, "organization-suspended", "suspended");
            (await op.PostAsync($"{path}/suspend").Expect(200))["suspendedAt"].ShouldBe(receipt["suspendedAt"], "whoever asks again");
            await there.Here(op).PostAsync($"{path}/resume").Expect(200);
        }

        fenced.ShouldBeLessThan(3, "a node that is well hears of it");
        await ExpectAsync(200, null, "valid");
        (await there.Here(op).SendAsync(HttpMethod.Delete, path, new { confirm = organization.Name }).Expect(200)).ShouldBeSettled(nodes: 2);
        await ExpectAsync(403, "organization-suspended", "suspended");
        await op.PostAsync($"{path}/restore").Expect(200);
        await ExpectAsync(200, null, "valid");

        async Task ExpectAsync(int status, string? code, string verdict)
        {
            foreach (var host in (PlatformHost[])[there, here])
            {
                foreach (var caller in (ApiClient[])[organization.With(token.Secret), person.Client, organization.Admin])
                {
                    var answer = await host.Here(caller).GetAsync("/me").Expect(status);
                    (status == 200 ? null : answer["code"]).ShouldBe(code);
                    await host.Here(caller).GetAsync("/forward-auth").Expect(status);
                }

                (await host.Here(verifier.Client).PostAsync("/verify", new { token = token.Secret }).Expect(200))["code"].ShouldBe(verdict);
            }
        }
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task AnotherSlugIsKnownToEveryNode(Database database)
    {
        var (here, there) = await pairs.OnAsync(database);
        var organization = await here.CreateOrganizationAsync();
        var (token, slug) = (await organization.IssueTokenAsync("people:read"), $"{organization.Slug}-moved");
        await there.Here(organization.With(token.Secret)).GetAsync("/people").Expect(200);
        await organization.Admin.PatchAsync("/organization", new { slug }).Expect(200);
        (await there.Here(organization.With(token.Secret)).GetAsync("/people").Expect(200)).Header("Organization-ID").ShouldBe(slug);
        (await there.Here(organization.With(token.Secret).In(slug)).GetAsync("/people").Expect(200)).Header("Organization-ID").ShouldBeNull();
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task HealthNamesEveryNode(Database database)
    {
        var (here, there) = await pairs.OnAsync(database);
        var op = await here.OperatorAsync();
        foreach (var host in (PlatformHost[])[here, there])
        {
            var nodes = (await host.Here(op).GetAsync("/instance/health").Expect(200)).Json["nodes"]!.AsArray();
            nodes.Select(node => node!.Text("state")).ShouldBe(["serving", "serving"]);
            nodes.Count(node => (bool)node!["isThis"]!).ShouldBe(1);
        }
    }
}
