namespace Platform.IntegrationTests.Tokens;

public sealed class RevokeApplicationTokenTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task IsInForceBeforeItAnswers(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var op = await organization.Host.OperatorAsync();
        var (application, other) = (await TestApplication.RegisterAsync(organization.Host, "read"), await TestApplication.RegisterAsync(organization.Host, "read"));
        var token = Guid.Parse((await application.Client.GetAsync("/me").Expect(200))["credential.id"]);
        await op.PostAsync($"{other.Path}/tokens/{token}/revoke").ExpectProblem(404, "not-found");
        (await organization.Admin.PostAsync($"{application.Path}/tokens/{token}/revoke").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("operator");
        var service = await organization.IssueTokenAsync("people:read");
        await op.PostAsync($"{application.Path}/tokens/{service.Id}/revoke").ExpectProblem(404, "not-found");
        await application.Client.GetAsync("/me").Expect(200);

        var receipt = await op.PostAsync($"{application.Path}/tokens/{token}/revoke", new { reason = "leaked" }).Expect(200);
        await application.Client.GetAsync("/me").ExpectProblem(401, "token-revoked");
        receipt["tokenId"].ShouldBe(token.ToString());
        receipt.ShouldBeSettled();
        (await op.PostAsync($"{application.Path}/tokens/{token}/revoke").Expect(200)).Body.ShouldBe(receipt.Body);
        (await op.GetAsync($"{application.Path}/tokens").Expect(200)).Items.ShouldHaveSingleItem().Text("revokedReason").ShouldBe("leaked");
    }
}
