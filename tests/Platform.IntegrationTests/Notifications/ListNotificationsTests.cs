namespace Platform.IntegrationTests.Notifications;

public sealed class ListNotificationsTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task TellsTheOwnerWhatHappenedToTheirToken(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        await person.Client.PostAsync("/me/token").Expect(201);
        await person.Client.DeleteAsync("/me/token").Expect(204);

        var notices = await Eventually.Until(() => person.Client.GetAsync("/notifications").Expect(200), answer => answer.Items.Count == 2);
        notices.Items.Select(notice => notice.Text("event")).ShouldBe(["token.created", "token.revoked"], ignoreOrder: true);
        notices.Items.ShouldAllBe(notice => notice.Text("body").Contains("ptu_") && notice["readAt"] == null);

        // Nobody else's.
        (await organization.Admin.GetAsync("/notifications").Expect(200)).Items.ShouldBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task IsReadOneByOneOrAllAtOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        await person.Client.PostAsync("/me/token").Expect(201);
        await person.Client.PostAsync("/me/token/regenerate").Expect(201);
        var notices = await Eventually.Until(() => person.Client.GetAsync("/notifications?unread=true").Expect(200), answer => answer.Items.Count == 3);

        var first = notices.Items[0].Text("id");
        await organization.Admin.PostAsync($"/notifications/{first}/read").ExpectProblem(404, "not-found");
        await person.Client.PostAsync($"/notifications/{first}/read").Expect(204);
        (await person.Client.GetAsync("/notifications?unread=true").Expect(200)).Items.Count.ShouldBe(2);
        await person.Client.PostAsync("/notifications/read-all").Expect(204);
        (await person.Client.GetAsync("/notifications?unread=true").Expect(200)).Items.ShouldBeEmpty();
        (await person.Client.GetAsync("/notifications").Expect(200)).Items.Count.ShouldBe(3);
    }
}
