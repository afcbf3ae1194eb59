using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Platform.IntegrationTests.Notifications;

public sealed class SendMailTests
{
    [Theory, EachDatabase]
    public async Task AnInvitationIsMailedAndNotShown(Database database)
    {
        await using var server = SmtpServer.Start();
        await using var host = await PlatformHost.StartAsync(database, settings:
        [
            "--Smtp:Host=127.0.0.1", $"--Smtp:Port={server.Port}", "--Smtp:Security=None", "--Smtp:From=platform@instance.example",
            "--Smtp:User=sender", "--Smtp:Password=sender-password",
        ]);
        var organization = await host.CreateOrganizationAsync("Größe & Söhne <b>");
        var email = TestOrganization.NewEmail();
        var invited = await organization.Admin.PostAsync("/people", new { name = "Zoë <i>", email, invite = true }).Expect(201);
        invited.Json.At("invitation.url").ShouldBeNull();
        invited["invitation.sentTo"].ShouldBe(email);
        var mail = await server.ReceiveAsync(email);
        mail.User.ShouldBe("sender:sender-password");
        mail.Subject.ShouldBe("Join Größe & Söhne <b>");
        mail.Text.ShouldContain("Hello Zoë <i>,");
        mail.Html.ShouldContain("Hello Zo");
        mail.Html.ShouldNotContain("<i>");
        mail.Html.ShouldNotContain("<b>");

        // A second invitation takes the place of the first.
        (await organization.Admin.PostAsync($"/people/{invited.Id}/invite").Expect(200))["sentTo"].ShouldBe(email);
        var second = await server.ReceiveAsync(email, 2);
        await AcceptAsync(host, mail.Token).ExpectProblem(404, "not-found");
        await AcceptAsync(host, second.Token).Expect(200);
        await AcceptAsync(host, second.Token).ExpectProblem(404, "not-found");

        // Who invited is in the log, though the mail went later.
        var entry = (await organization.Admin.GetAsync("/audit?limit=200").Expect(200)).Items.First(item => item.Text("action") == "invitation.created");
        entry.Text("actor.kind").ShouldBe("person");
    }

    [Theory, EachDatabase]
    public async Task AnOrganizationsFirstAdministratorIsMailedToo(Database database)
    {
        await using var server = SmtpServer.Start();
        await using var host = await PlatformHost.StartAsync(
            database, settings: ["--Smtp:Host=127.0.0.1", $"--Smtp:Port={server.Port}", "--Smtp:Security=None", "--Smtp:From=platform@instance.example"]);
        var email = TestOrganization.NewEmail("first");
        var made = await (await host.OperatorAsync()).PostAsync(
            "/instance/organizations", new { name = "New", slug = "new-one", administrator = new { name = "Ada", email } }).Expect(201);
        made["invitation.sentTo"].ShouldBe(email);
        (await AcceptAsync(host, (await server.ReceiveAsync(email)).Token).Expect(200))["organization.slug"].ShouldBe("new-one");
    }

    [Fact]
    public async Task GoesOverStartTlsWithAuthentication()
    {
        using var certificate = MakeCertificate();
        await using var server = SmtpServer.Start(certificate);
        var trusted = Path.Combine(Directory.CreateTempSubdirectory("platform-tls-").FullName, "trusted.pem");
        await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem());
        await using var place = await HostProcess.NewPlaceAsync(Database.Sqlite);
        await using var host = await HostProcess.StartAsync(
            place,
            // What OpenSSL trusts in this process: the server's own certificate.
            new Dictionary<string, string> { ["SSL_CERT_FILE"] = trusted },
            [.. SettingsFor(server), "--Smtp:User=sender", "--Smtp:Password=sender-password"]);
        var email = await InviteFirstAdministratorAsync(host);
        var mail = await server.ReceiveAsync(email);
        mail.Secure.ShouldBeTrue();
        mail.User.ShouldBe("sender:sender-password");
        await host.Client.PostAsync("/auth/accept-invitation", new { token = mail.Token, password = TestOrganization.Password }).Expect(200);
        Directory.Delete(Path.GetDirectoryName(trusted)!, recursive: true);
    }

    [Fact]
    public async Task GoesNowhereWhereTheServersCertificateIsNotTrusted()
    {
        using var certificate = MakeCertificate();
        await using var server = SmtpServer.Start(certificate);
        await using var place = await HostProcess.NewPlaceAsync(Database.Sqlite);
        await using var host = await HostProcess.StartAsync(place, [.. SettingsFor(server), "--Smtp:User=sender", "--Smtp:Password=sender-password"]);
        await InviteFirstAdministratorAsync(host);
        await Eventually.Until(() => Task.FromResult(server.Greeted), times => times > 1);
        server.GreetedSecurely.ShouldBe(0);
        server.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task GoesNowhereWhereTheServerKnowsNoTls()
    {
        await using var server = SmtpServer.Start();
        await using var place = await HostProcess.NewPlaceAsync(Database.Sqlite);
        await using var host = await HostProcess.StartAsync(place, SettingsFor(server));
        await InviteFirstAdministratorAsync(host);
        await Eventually.Until(() => Task.FromResult(server.Greeted), times => times > 1);
        server.Mails.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--Smtp:Security=Tls", "Smtp:Security")]
    [InlineData("--Smtp:Port=465", "Smtp:Port is 465")]
    [InlineData("--Smtp:Port=many", "Smtp:Port")]
    [InlineData("--Smtp:From=", "Smtp:From")]
    [InlineData("--Smtp:Security=None", "one-time links in plain text")]
    [InlineData("--Smtp:Host=mail --Smtp:User=somebody --Smtp:Security=None", "Smtp:Password would be sent in plain text")]
    [InlineData("--PublicUrl=platform.example", "PublicUrl")]
    public async Task SettingsThatCantBeUsedAreRefusedAtStart(string settings, string said)
    {
        await using var place = await HostProcess.NewPlaceAsync(Database.Sqlite);
        var (code, error) = await HostProcess.RunAsync(place, ["--Smtp:Host=mail.example", "--Smtp:From=platform@instance.example", .. settings.Split(' ')]);
        code.ShouldBe(1);
        error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain(said);
    }

    private static string[] SettingsFor(SmtpServer server) =>
    [
        "--Smtp:Host=localhost", $"--Smtp:Port={server.Port}", "--Smtp:From=platform@instance.example",
        $"--Bootstrap:OperatorEmail={PlatformHost.OperatorEmail}", $"--Bootstrap:OperatorPassword={PlatformHost.OperatorPassword}",
    ];

    private static async Task<string> InviteFirstAdministratorAsync(HostProcess host)
    {
        var email = TestOrganization.NewEmail("first");
        var op = await host.Client.PostAsync("/auth/sign-in", new { email = PlatformHost.OperatorEmail, password = PlatformHost.OperatorPassword }).Expect(200);
        await host.Client.With(op["accessToken"]).PostAsync(
            "/instance/organizations", new { name = "New", slug = "new-one", administrator = new { name = "Ada", email } }).Expect(201);
        return email;
    }

    private static Task<Answer> AcceptAsync(PlatformHost host, string token) =>
        host.Anonymous.PostAsync("/auth/accept-invitation", new { token, password = TestOrganization.Password });

    /// <summary>Of the machine's own time: it is checked by a process with a real clock.</summary>
    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
