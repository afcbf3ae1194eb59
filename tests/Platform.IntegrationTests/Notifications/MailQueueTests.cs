using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Platform.IntegrationTests.Personnel;
using Platform.IntegrationTests.Tokens;

namespace Platform.IntegrationTests.Notifications;

/// <summary>What becomes of mails that a server does not take, and of those on their way when the host dies.</summary>
public sealed partial class MailQueueTests(ITestOutputHelper output)
{
    [Theory, EachDatabase]
    public async Task AMailThatIsNotTakenIsTriedAgainAsTheSameOne(Database database)
    {
        await using var server = SmtpServer.Start();
        await using var host = await ForgotPasswordTests.StartAsync(database, server);
        var organization = await host.CreateOrganizationAsync();
        server.RefuseNext(2);
        await organization.IssueTokenAsync(["people:read"], host.Now.AddDays(1));
        await host.RunJobAsync("tokens-remind");
        await Eventually.Until(
            () =>
            {
                // Not so far that the mail would be taken for one whose host has died.
                host.Clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(server.Mails.Count);
            },
            count => count == 1);
        server.Refused.Count.ShouldBe(2);
        server.Refused.Append(server.Mails[0]).Select(mail => MessageId().Match(mail.Content).Value).Distinct().ShouldHaveSingleItem().ShouldContain("@instance.example");
    }

    [Theory, EachDatabase]
    public async Task WhatWasToldLongAgoIsForgotten(Database database)
    {
        await using var server = SmtpServer.Start();
        await using var host = await ForgotPasswordTests.StartAsync(database, server);
        var organization = await host.CreateOrganizationAsync();
        await organization.IssueTokenAsync(["people:read"], host.Now.AddDays(1));
        await host.RunJobAsync("tokens-remind");
        await server.ReceiveAsync(organization.AdministratorEmail);
        await Eventually.Until(() => host.CountAsync("SELECT COUNT(*) FROM notifications_mail WHERE state = 1"), sent => sent == 1);
        foreach (var (days, mails, notices) in ((int, int, int)[])[(7, 1, 1), (1, 0, 1), (356, 0, 1), (2, 0, 0)])
        {
            host.Clock.Advance(TimeSpan.FromDays(days) - TimeSpan.FromHours(1));
            await host.RunJobAsync("notices-prune");
            await host.RunJobAsync("mails-prune");
            (await host.CountAsync("SELECT COUNT(*) FROM notifications_mail"), await host.CountAsync("SELECT COUNT(*) FROM notifications_notice")).ShouldBe((mails, notices));
        }
    }

    [Theory, EachDatabase]
    public async Task ARecipientWhoIsRefusedForGoodHoldsUpNobody(Database database)
    {
        await using var server = SmtpServer.Start();
        await using var host = await ForgotPasswordTests.StartAsync(database, server);
        var organization = await host.CreateOrganizationAsync();
        var other = await host.CreateOrganizationAsync();
        server.Unknown = organization.AdministratorEmail;
        foreach (var each in (TestOrganization[])[organization, other])
        {
            await each.IssueTokenAsync(["people:read"], host.Now.AddDays(1));
        }

        await host.RunJobAsync("tokens-remind");
        await server.ReceiveAsync(other.AdministratorEmail);
        await using var tables = await host.OpenTablesAsync();
        await Eventually.Until(() => tables.ScalarAsync("SELECT COUNT(*) FROM notifications_mail WHERE state = 2 AND attempts = 1"), given => Convert.ToInt64(given, System.Globalization.CultureInfo.InvariantCulture) == 1);
        server.Mails.ShouldHaveSingleItem();
    }

    /// <summary>
    /// A real process, killed twice in the middle. What the server had taken and the host had not noted yet may come again: one
    /// mail at most for each of the four connections, under the same Message-ID, by which mailboxes know it as the same one.
    /// </summary>
    [Fact]
    public async Task NoneIsMissingAfterTheHostIsKilledInTheMiddle()
    {
        const int Count = 300;
        await using var server = SmtpServer.Start();
        await using var place = await HostProcess.NewPlaceAsync(Database.Sqlite);
        var (code, _, error) = await HostProcess.RunCommandAsync(place, ["seed", "--people", $"{Count}", "--ending-tokens", $"{Count}"]);
        code.ShouldBe(0, error);
        var again = 0;
        foreach (var kill in (int[])[20, 150, Count])
        {
            var host = await HostProcess.StartAsync(
                place, "--Smtp:Host=127.0.0.1", $"--Smtp:Port={server.Port}", "--Smtp:Security=None", "--Smtp:From=platform@instance.example", "--PublicUrl=https://platform.example");
            await Eventually.Until(() => Task.FromResult(Distinct(server)), count => count >= kill, TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(2));
            if (kill == Count)
            {
                await Eventually.Until(() => PendingAsync(place), pending => pending == 0);
            }

            // SIGKILL.
            await host.DisposeAsync();
            output.WriteLine($"Killed at {Distinct(server)} of {Count} mails");
        }

        again = server.Mails.Count - Count;
        output.WriteLine($"{again} came twice over two kills");
        Distinct(server).ShouldBe(Count);
        server.Mails.Select(mail => mail.To).Distinct().Count().ShouldBe(Count);
        again.ShouldBeLessThanOrEqualTo(2 * 4);
        (await ScalarAsync(place, "SELECT COUNT(*) FROM notifications_notice WHERE event = 'token.expiring'")).ShouldBe(Count);
        (await ScalarAsync(place, "SELECT COUNT(*) FROM tokens_reminder")).ShouldBe(Count);
    }

    private static int Distinct(SmtpServer server) => server.Mails.Select(mail => MessageId().Match(mail.Content).Value).Distinct().Count();

    private static Task<long> PendingAsync(HostProcess.Place place) => ScalarAsync(
        place, "SELECT (SELECT COUNT(*) FROM kernel_outbox WHERE state = 0) + (SELECT COUNT(*) FROM notifications_mail WHERE state = 0)");

    private static async Task<long> ScalarAsync(HostProcess.Place place, string sql)
    {
        await using var connection = new SqliteConnection(place.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    [GeneratedRegex(@"(?im)^Message-ID: <[^>]+>")]
    private static partial Regex MessageId();
}
