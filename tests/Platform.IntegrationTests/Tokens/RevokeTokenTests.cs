namespace Platform.IntegrationTests.Tokens;

public sealed class RevokeTokenTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task NoRequestAfterTheAnswerIsAccepted(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        await organization.With(token.Secret).GetAsync("/me").Expect(200);
        var receipt = await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke", new { reason = "leaked" }).Expect(200);
        await organization.With(token.Secret).GetAsync("/me").ExpectProblem(401, "token-revoked");

        receipt["tokenId"].ShouldBe(token.Id.ToString());
        long.Parse(receipt["revision"], System.Globalization.CultureInfo.InvariantCulture).ShouldBePositive();
        receipt.ShouldBeSettled();
        var read = await organization.Admin.GetAsync($"/tokens/{token.Id}").Expect(200);
        read["status"].ShouldBe("revoked");
        read["revokedReason"].ShouldBe("leaked");
        read["revokedBy.id"].ShouldBe(organization.AdministratorId.ToString());
    }

    [Theory, EachDatabase]
    public async Task UnderLoadNothingGetsThroughEither(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        var revoked = 0;
        var late = 0;
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var call = 0; call < 400 && Volatile.Read(ref late) == 0; call++)
            {
                var after = Volatile.Read(ref revoked) == 1;
                if ((await organization.With(token.Secret).GetAsync("/me")).Status == 200 && after)
                {
                    Interlocked.Increment(ref late);
                }
            }
        })).ToList();
        await organization.With(token.Secret).GetAsync("/me").Expect(200);
        await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke").Expect(200);
        Volatile.Write(ref revoked, 1);
        await Task.WhenAll(callers);
        late.ShouldBe(0);
        await organization.With(token.Secret).GetAsync("/me").ExpectProblem(401, "token-revoked");
    }

    [Theory, EachDatabase]
    public async Task TwiceGivesTheFirstReceipt(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        var first = await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke", new { reason = "once" }).Expect(200);
        await organization.IssueTokenAsync("people:read");
        (await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke", new { reason = "twice" }).Expect(200)).Body.ShouldBe(first.Body);
        (await organization.Admin.DeleteAsync($"/tokens/{token.Id}").Expect(200)).Body.ShouldBe(first.Body);
        (await organization.Admin.GetAsync($"/tokens/{token.Id}").Expect(200))["revokedReason"].ShouldBe("once");
    }

    [Theory, EachDatabase]
    public async Task ManyAtOnceAgree(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => organization.Admin.PostAsync($"/tokens/{token.Id}/revoke")));
        answers.ShouldAllBe(answer => answer.Status == 200);
        answers.Select(answer => answer["revokedAt"]).Distinct().ShouldHaveSingleItem();
        await organization.With(token.Secret).GetAsync("/me").ExpectProblem(401, "token-revoked");
    }

    [Theory, EachDatabase]
    public async Task NeedsThePermission(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        var reader = await organization.AddPersonHoldingAsync("tokens:read");
        await reader.Client.PostAsync($"/tokens/{token.Id}/revoke").ExpectProblem(403, "permission-denied");
        await reader.Client.DeleteAsync($"/tokens/{token.Id}").ExpectProblem(403, "permission-denied");
        await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke", new { reason = new string('r', 401) }).ExpectProblem(422, "validation-failed");
        await organization.With(token.Secret).GetAsync("/me").Expect(200);
    }
}
