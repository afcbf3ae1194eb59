namespace Platform.IntegrationTests.Tokens;

/// <summary>The job <c>usage-roll</c>.</summary>
public sealed class RollUsageTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task RollsOldHoursIntoDaysAndForgetsOldDays(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var verifier = await host.VerifierAsync();
        var token = await organization.IssueTokenAsync("people:read");
        var begin = host.Now.Date.AddDays(1);
        for (var hour = 0; hour < 48; hour += 8)
        {
            host.Clock.AdvanceTo(begin.AddHours(hour));
            await organization.With(token.Secret).GetAsync("/me").Expect(200);
            await verifier.VerifyAsync(token.Secret, $"192.0.2.{hour}");
        }

        await Eventually.Until(() => host.WrittenAsync(token.Id), written => written == 12);

        var whole = await HoursAsync(host, organization);
        host.Clock.AdvanceTo(begin.AddDays(15));
        await organization.SignInAdministratorAsync();
        var path = $"/tokens/{token.Id}/usage?from={begin:yyyy-MM-dd}";
        var before = await organization.Admin.GetAsync(path).Expect(200);
        (before["total"], before.Json["series"]![0]!.Text("total"), before.Json["series"]![1]!.Text("total")).ShouldBe(("12", "6", "6"));

        // The first of the two days is old enough.
        await host.RunJobAsync("usage-roll");
        (await HoursAsync(host, organization)).ShouldBe(whole / 2);
        (await organization.Admin.GetAsync(path).Expect(200)).Body.ShouldBe(before.Body);
        await host.RunJobAsync("usage-roll");
        (await organization.Admin.GetAsync(path).Expect(200)).Body.ShouldBe(before.Body);
        (await organization.Admin.GetAsync($"/usage?from={begin:yyyy-MM-dd}").Expect(200))["total"].ShouldBe("12");

        host.Clock.AdvanceTo(begin.AddDays(16));
        await organization.SignInAdministratorAsync();
        await host.RunJobAsync("usage-roll");
        (await HoursAsync(host, organization)).ShouldBe(0);
        var after = await organization.Admin.GetAsync($"{path}&to={begin.AddDays(15):yyyy-MM-dd}").Expect(200);
        foreach (var part in (string[])["total", "endpoints", "addresses"])
        {
            after[part].ShouldBe(before[part]);
        }

        // After 13 months the first day is forgotten, and the second a day later.
        foreach (var (days, left) in ((int, string)[])[(0, "12"), (1, "6"), (2, "0")])
        {
            host.Clock.AdvanceTo(begin.AddMonths(13).AddDays(days));
            await organization.SignInAdministratorAsync();
            await host.RunJobAsync("usage-roll");
            (await host.WrittenAsync(token.Id)).ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(left);
        }
    }

    private static Task<long> HoursAsync(PlatformHost host, TestOrganization organization) =>
        host.CountAsync($"SELECT COUNT(*) FROM tokens_usage WHERE grain = 0 AND LOWER(CAST(organization_id AS VARCHAR(36))) = '{organization.Id}'");
}
