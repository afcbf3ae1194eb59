namespace Platform.IntegrationTests.Tokens;

public sealed class ListMyTokensTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ThePolicyAllowsSeveralAndEachIsReplacedAndRemovedByItsId(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { maxActiveUserTokens = 3 } }).Expect(200);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var made = new List<Answer>();
        foreach (var name in (string[])["Laptop", "Server", "Phone"])
        {
            made.Add(await person.Client.PostAsync("/me/token", new { name }).Expect(201));
        }

        (await person.Client.PostAsync("/me/token").ExpectProblem(409, "token-already-active"))["detail"].ShouldContain("3");
        (await person.Client.GetAsync("/me/token").Expect(200)).Id.ShouldBe(made[2].Id);
        (await ListAsync(person.Client)).ShouldBe(["Phone active", "Server active", "Laptop active"]);

        var server = await person.Client.PostAsync($"/me/token/regenerate?id={made[1].Id}").Expect(201);
        server["name"].ShouldBe("Server");
        await organization.With(made[1]["secret"]).GetAsync("/me").ExpectProblem(401, "token-revoked");
        await organization.With(server["secret"]).GetAsync("/me").Expect(200);
        await person.Client.DeleteAsync($"/me/token?id={made[0].Id}").Expect(204);
        await organization.With(made[0]["secret"]).GetAsync("/me").ExpectProblem(401, "token-revoked");
        await organization.With(made[2]["secret"]).GetAsync("/me").Expect(200);
        await person.Client.DeleteAsync($"/me/token?id={made[0].Id}").ExpectProblem(404, "not-found");
        await person.Client.PostAsync("/me/token").Expect(201);
        await person.Client.PostAsync("/me/token").ExpectProblem(409, "token-already-active");

        // Nobody else's.
        var other = await organization.AddPersonAsync("API user", apiAccess: true);
        (await ListAsync(other.Client)).ShouldBeEmpty();
        await other.Client.DeleteAsync($"/me/token?id={made[2].Id}").ExpectProblem(404, "not-found");
        await other.Client.PostAsync($"/me/token/regenerate?id={made[2].Id}").ExpectProblem(404, "not-found");

        // The checkbox ends all of them.
        await organization.Admin.PatchAsync($"/people/{person.Id}", new { apiAccessEnabled = false }).Expect(200);
        await organization.With(made[2]["secret"]).GetAsync("/me").ExpectProblem(401, "token-revoked");
        (await ListAsync(person.Client)).ShouldAllBe(token => token.EndsWith(" revoked"));
    }

    [Theory, EachDatabase]
    public async Task OfManyAtOnceAsManyAsThePolicyAllowsAreMade(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { maxActiveUserTokens = 4 } }).Expect(200);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => person.Client.PostAsync("/me/token")));
        answers.Count(answer => answer.Status == 201).ShouldBe(4);
        foreach (var refused in answers.Where(answer => answer.Status != 201))
        {
            refused.ExpectProblem(409, "token-already-active");
        }
    }

    private static async Task<IReadOnlyList<string>> ListAsync(ApiClient client) =>
        [.. (await client.GetAsync("/me/tokens").Expect(200)).Json.AsArray().Select(token => $"{token!.Text("name")} {token!.Text("status")}")];
}
