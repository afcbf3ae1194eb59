namespace Platform.IntegrationTests.Tokens;

public sealed class RotateMyTokenTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task TheOwnerNeedsNoPermissionOnOtherPeoplesTokens(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        await person.Client.PostAsync("/me/token/rotate", new { overlapHours = 1 }).ExpectProblem(404, "not-found");
        var old = await person.Client.PostAsync("/me/token", new { name = "Laptop", scopes = new[] { "people:read" } }).Expect(201);
        var next = await person.Client.PostAsync("/me/token/rotate", new { overlapHours = 1 }).Expect(201);
        next["name"].ShouldBe("Laptop");
        next.Json.Texts("scopes").ShouldBe(["people:read"]);
        (await organization.With(old["secret"]).GetAsync("/me").Expect(200)).Header("Sunset").ShouldNotBeNull();
        await organization.With(next["secret"]).GetAsync("/me").Expect(200);
        (await person.Client.GetAsync("/me/token").Expect(200)).Id.ShouldBe(next.Id);
        await person.Client.PostAsync("/me/token").ExpectProblem(409, "token-already-active");

        // Both die with the person.
        await organization.Admin.PostAsync($"/people/{person.Id}/deactivate").Expect(200);
        await organization.With(old["secret"]).GetAsync("/me").ExpectProblem(401, "token-revoked");
        await organization.With(next["secret"]).GetAsync("/me").ExpectProblem(401, "token-revoked");
    }

    [Theory, EachDatabase]
    public async Task RemovingOrRegeneratingTheNewOneEndsTheOldToo(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        foreach (var end in (Func<ApiClient, Task<Answer>>[])[client => client.DeleteAsync("/me/token"), client => client.PostAsync("/me/token/regenerate")])
        {
            var person = await organization.AddPersonAsync("API user", apiAccess: true);
            var first = await person.Client.PostAsync("/me/token").Expect(201);
            var second = await person.Client.PostAsync("/me/token/rotate", new { overlapHours = 5 }).Expect(201);
            await organization.With(second["secret"]).GetAsync("/me").Expect(200);
            var third = await person.Client.PostAsync("/me/token/rotate", new { overlapHours = 5 }).Expect(201);
            (await end(person.Client)).Status.ShouldBeLessThan(300);
            foreach (var dead in (Answer[])[first, second, third])
            {
                await organization.With(dead["secret"]).GetAsync("/me").ExpectProblem(401, "token-revoked");
            }
        }
    }

    [Theory, EachDatabase]
    public async Task OnlyOnesOwn(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (one, other) = (await organization.AddPersonAsync("API user", apiAccess: true), await organization.AddPersonAsync("API user", apiAccess: true));
        var token = await one.Client.PostAsync("/me/token").Expect(201);
        await other.Client.PostAsync($"/me/token/rotate?id={token.Id}", new { overlapHours = 1 }).ExpectProblem(404, "not-found");
        var service = await organization.IssueTokenAsync("people:read");
        await one.Client.PostAsync($"/me/token/rotate?id={service.Id}", new { overlapHours = 1 }).ExpectProblem(404, "not-found");
        await organization.With(token["secret"]).GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task WhoMayDoLessByNowGetsNoMoreThanThat(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("Manager", apiAccess: true);
        await person.Client.PostAsync("/me/token", new { scopes = new[] { "people:write" } }).Expect(201);
        await organization.Admin.PutAsync($"/people/{person.Id}/roles", new { roleIds = new[] { await organization.RoleAsync("API user") } }).Expect(200);
        await person.Client.PostAsync("/me/token/rotate", new { overlapHours = 1 }).ExpectProblem(422, "scope-not-grantable");
        await person.Client.PostAsync("/me/token/regenerate").ExpectProblem(422, "scope-not-grantable");
    }
}
