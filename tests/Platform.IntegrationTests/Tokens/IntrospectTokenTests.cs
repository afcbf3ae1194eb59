namespace Platform.IntegrationTests.Tokens;

/// <summary>RFC 7662.</summary>
public sealed class IntrospectTokenTests(Hosts hosts) : IClassFixture<Hosts>
{
    private const string Inactive = "{\"active\":false}";

    [Theory, EachDatabase]
    public async Task TellsAnApplicationWhatATokenIs(Database database)
    {
        var host = await hosts.OnAsync(database);
        var application = await TestApplication.RegisterAsync(host, "read", "write");
        var organization = await host.CreateOrganizationAsync();
        var issuedAt = host.Clock.GetUtcNow().ToUnixTimeSeconds();
        var token = await organization.IssueTokenAsync([$"{application.Resource}:read", "people:read"], host.Now.AddHours(1));
        var answer = await IntrospectAsync(application.Client, token.Secret).Expect(200);
        answer.ContentHeaders.ContentType!.MediaType.ShouldBe("application/json");
        answer.Header("Cache-Control").ShouldBe("no-store");
        answer.Json["active"]!.GetValue<bool>().ShouldBeTrue();
        answer["scope"].ShouldBe($"people:read {application.Resource}:read");
        (answer["sub"], answer["client_id"], answer["token_type"]).ShouldBe((token.OwnerId.ToString(), token.OwnerId.ToString(), "Bearer"));
        (answer.Json["iat"]!.GetValue<long>(), answer.Json["exp"]!.GetValue<long>()).ShouldBe((issuedAt, issuedAt + 3600));
        answer["iss"].ShouldBe((await host.Root.GetAsync("/.well-known/oauth-authorization-server").Expect(200))["issuer"]);
        (answer["jti"], answer["subject_kind"]).ShouldBe((token.Id.ToString(), "serviceAccount"));
        (answer["organization_id"], answer["organization_slug"]).ShouldBe((organization.Id.ToString(), organization.Slug));

        // The hint changes nothing, right or wrong.
        foreach (var hint in (string[])["access_token", "refresh_token", "nonsense"])
        {
            (await IntrospectAsync(application.Client, token.Secret, ("token_type_hint", hint)).Expect(200)).Body.ShouldBe(answer.Body);
        }
    }

    [Theory, EachDatabase]
    public async Task TellsOfPeopleAndApplicationsToo(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var application = await TestApplication.RegisterAsync(organization.Host, "read", "write");
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var token = (await person.Client.PostAsync("/me/token").Expect(201))["secret"];
        foreach (var credential in (string[])[token, person.Client.Credential!])
        {
            var answer = await IntrospectAsync(application.Client, credential).Expect(200);
            (answer["active"], answer["sub"], answer["username"], answer["subject_kind"]).ShouldBe(("true", person.Id.ToString(), person.Email, "person"));
            answer.Json["exp"].ShouldNotBeNull();
        }

        var own = await IntrospectAsync(application.Client, application.Client.Credential!).Expect(200);
        (own["active"], own["sub"], own["scope"]).ShouldBe(("true", application.Id.ToString(), ""));
        (own.Json["organization_id"], own.Json["exp"]).ShouldBe((null, null));
    }

    [Theory, EachDatabase]
    public async Task WhateverIsNotGoodIsInactiveAndNothingElse(Database database)
    {
        var host = await hosts.OnAsync(database);
        var application = (await TestApplication.RegisterAsync(host, "read", "write")).Client;
        var organization = await host.CreateOrganizationAsync();
        var (token, revoked) = (await organization.IssueTokenAsync(["people:read"], host.Now.AddMinutes(1)), await organization.IssueTokenAsync("people:read"));
        await organization.Admin.PostAsync($"/tokens/{revoked.Id}/revoke").Expect(200);
        foreach (var secret in (string[])[revoked.Secret, "nonsense", "pts_QRSTUVWXYZabcdefghijklmnopqrstuvwxyz0SXxQG", "eyJ.eyJ.x", "é 😀 %00"])
        {
            var answer = await IntrospectAsync(application, secret).Expect(200);
            (answer.Body, answer.Header("Cache-Control")).ShouldBe((Inactive, "no-store"));
        }

        var bound = await organization.Admin.PostAsync("/tokens", new
        {
            serviceAccountId = token.OwnerId, name = "Bound", expiresAt = (DateTime?)null, scopes = new[] { "people:read" }, allowedAddresses = new[] { "192.0.2.0/24" },
        }).Expect(201);
        (await IntrospectAsync(application, bound["secret"]).Expect(200)).Body.ShouldBe(Inactive);
        (await IntrospectAsync(application, bound["secret"], ("address", "198.51.100.7")).Expect(200)).Body.ShouldBe(Inactive);
        (await IntrospectAsync(application, bound["secret"], ("address", "192.0.2.7")).Expect(200))["active"].ShouldBe("true");
        (await IntrospectAsync(application, bound["secret"], ("address", "nowhere")).ExpectProblem(422, "validation-failed"))["error"].ShouldBe("invalid_request");

        var end = host.Now.AddMinutes(1);
        host.Clock.AdvanceTo(end.AddMilliseconds(-1));
        (await IntrospectAsync(application, token.Secret).Expect(200))["active"].ShouldBe("true");
        host.Clock.AdvanceTo(end);
        (await IntrospectAsync(application, token.Secret).Expect(200)).Body.ShouldBe(Inactive);
    }

    [Theory, EachDatabase]
    public async Task AnOrganizationAsksAboutItsOwnAloneAndNobodyElseAtAll(Database database)
    {
        var host = await hosts.OnAsync(database);
        var (own, other) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        var verifier = own.With((await own.IssueTokenAsync("tokens:verify")).Secret);
        var (mine, theirs) = (await own.IssueTokenAsync("people:read"), await other.IssueTokenAsync("people:read"));
        (await IntrospectAsync(verifier, mine.Secret).Expect(200))["active"].ShouldBe("true");
        (await IntrospectAsync(verifier, theirs.Secret).Expect(200)).Body.ShouldBe(Inactive);
        (await IntrospectAsync(own.With(mine.Secret), mine.Secret).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("tokens:verify");
        await IntrospectAsync(host.Anonymous, mine.Secret).ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase]
    public async Task TheBodyIsAFormWithAToken(Database database)
    {
        var application = (await TestApplication.RegisterAsync(await hosts.OnAsync(database), "read", "write")).Client;
        await application.PostAsync("/introspect", new { token = "x" }).ExpectProblem(415, "unsupported-media-type");
        await application.PostAsync("/introspect").ExpectProblem(400, "malformed-request");
        foreach (var body in (string[])["", "token=", "tokens=x", "token", "&&&=&", "%00=x"])
        {
            (await application.PostAsync("/introspect", Form(body)).ExpectProblem(400, "malformed-request"))["error"].ShouldBe("invalid_request");
        }

        await application.PostAsync("/introspect", Form("token=a&token=b")).ExpectProblem(400, "malformed-request");
        await application.PostAsync("/introspect", Form(string.Concat(Enumerable.Range(0, 200).Select(at => $"p{at}=x&")) + "token=a")).ExpectProblem(400, "malformed-request");
        (await application.PostAsync("/introspect", Form("unknown=1&token=%zz%&x")).Expect(200)).Body.ShouldBe(Inactive);
        await application.WithHeader("Expect", "100-continue").PostAsync("/introspect", Form($"token={new string('x', 1024 * 1024)}")).ExpectProblem(413, "payload-too-large");
    }

    [Theory, EachDatabase]
    public async Task ASecondQuestionAsksNobody(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var application = (await TestApplication.RegisterAsync(organization.Host, "read", "write")).Client;
        var token = await organization.IssueTokenAsync("people:read");
        await IntrospectAsync(application, token.Secret).Expect(200);
        await Eventually.OnceInThree(async () =>
        {
            var commands = organization.Host.Commands.Asked.Count;
            await IntrospectAsync(application, token.Secret).Expect(200);
            organization.Host.Commands.Asked.Count.ShouldBe(commands);
        });
    }

    private static Task<Answer> IntrospectAsync(ApiClient client, string token, params (string Name, string Value)[] more) =>
        client.PostAsync("/introspect", new FormUrlEncodedContent([new("token", token), .. more.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))]));

    private static StringContent Form(string body) => new(body, null, "application/x-www-form-urlencoded");
}
