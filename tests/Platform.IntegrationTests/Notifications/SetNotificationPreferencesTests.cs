using Platform.Contracts.Notifications;
using Platform.IntegrationTests.Personnel;

namespace Platform.IntegrationTests.Notifications;

public sealed class SetNotificationPreferencesTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task ChoosesByEventAndChannel(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (person, other) = (await organization.AddPersonAsync("API user", apiAccess: true), await organization.AddPersonAsync("API user", apiAccess: true));
        var before = await person.Client.GetAsync("/notifications/preferences").Expect(200);
        before["mailConfigured"].ShouldBe("false");
        var preferences = before.Json["preferences"]!.AsArray();
        preferences.Select(preference => preference!.Text("event")).ShouldBe(EventNames.All.Select(described => described.Name));
        preferences.ShouldAllBe(preference => preference!.Text("inApp") == "true" && preference!.Text("description").Length > 0);
        Of(before, "token.leaked").Text("email").ShouldBe("true");
        Of(before, "token.created").Text("email").ShouldBe("false");

        var chosen = await person.Client.PutAsync("/notifications/preferences", new { preferences = new[] { new { @event = "token.created", inApp = false, email = false } } }).Expect(200);
        Of(chosen, "token.created").Text("inApp").ShouldBe("false");
        Of(chosen, "token.revoked").Text("inApp").ShouldBe("true");
        (await person.Client.GetAsync("/notifications/preferences").Expect(200)).Body.ShouldBe(chosen.Body);
        (await other.Client.GetAsync("/notifications/preferences").Expect(200)).Body.ShouldBe(before.Body);
        (await organization.Admin.GetAsync("/audit?action=notification-preference.created").Expect(200)).Items.ShouldHaveSingleItem().Text("actor.id").ShouldBe(person.Id.ToString());

        foreach (var each in (TestPerson[])[person, other])
        {
            await each.Client.PostAsync("/me/token").Expect(201);
            await each.Client.DeleteAsync("/me/token").Expect(204);
            await Eventually.Until(() => each.Client.GetAsync("/notifications").Expect(200), list => list.Items.Any(notice => notice.Text("event") == "token.revoked"));
        }

        (await person.Client.GetAsync("/notifications").Expect(200)).Items.ShouldHaveSingleItem();
        (await other.Client.GetAsync("/notifications").Expect(200)).Items.Count.ShouldBe(2);

        // And back.
        await person.Client.PutAsync("/notifications/preferences", new { preferences = new[] { new { @event = "token.created", inApp = true, email = false } } }).Expect(200);
        (await person.Client.GetAsync("/notifications/preferences").Expect(200)).Body.ShouldBe(before.Body);
    }

    [Theory, EachDatabase]
    public async Task MailComesOnlyWhereItIsWanted(Database database)
    {
        await using var server = SmtpServer.Start();
        await using var host = await ForgotPasswordTests.StartAsync(database, server);
        var organization = await host.CreateOrganizationAsync();
        await organization.Admin.PutAsync("/notifications/preferences", new
        {
            preferences = new[] { new { @event = "token.expired", inApp = false, email = true }, new { @event = "token.expiring", inApp = false, email = false } },
        }).Expect(200);
        await organization.IssueTokenAsync(["people:read"], host.Now.AddHours(1));
        await host.RunJobAsync("tokens-remind");
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.RunJobAsync("tokens-expire");
        var mail = await server.ReceiveAsync(organization.AdministratorEmail);
        mail.Subject.ShouldContain("has expired");
        mail.Text.ShouldNotContain("http");
        server.Mails.ShouldHaveSingleItem();
        (await organization.Admin.GetAsync("/notifications").Expect(200)).Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"preferences":[{"event":"token.unknown","inApp":true,"email":true}]}""")]
    [InlineData("""{"preferences":[{"event":"token.leaked","inApp":true}]}""")]
    [InlineData("""{"preferences":[null]}""")]
    [InlineData("""{"preferences":[{"event":"token.leaked","inApp":true,"email":true},{"event":"token.leaked","inApp":false,"email":true}]}""")]
    public async Task WhatMakesNoSenseIsRefused(string body)
    {
        var organization = await hosts.OrganizationOnAsync(Database.Sqlite);
        await organization.Admin.PutAsync("/notifications/preferences", new StringContent(body, System.Text.Encoding.UTF8, "application/json")).ExpectInvalid("preferences");
        await organization.With((await organization.IssueTokenAsync("notifications:*")).Secret).GetAsync("/notifications/preferences").ExpectProblem(403, "permission-denied");
    }

    private static System.Text.Json.Nodes.JsonNode Of(Answer answer, string name) =>
        answer.Json["preferences"]!.AsArray().Single(preference => preference!.Text("event") == name)!;
}
