using System.Net.Http.Headers;
using System.Text;

namespace Platform.IntegrationTests.Tenancy;

/// <summary>An organization in which everything has happened that can: people, roles, tokens, webhooks, notices, imports, ….</summary>
internal sealed class FullOrganization
{
    /// <summary>Everything that must never leave: secrets, and what they are kept as.</summary>
    private readonly List<string> _secrets = [TestOrganization.Password];

    private FullOrganization(TestOrganization organization, WebhookReceiver receiver) => (Organization, Receiver) = (organization, receiver);

    public TestOrganization Organization { get; }

    public WebhookReceiver Receiver { get; }

    public IReadOnlyList<string> Secrets => _secrets;

    public required TestPerson Person { get; init; }

    public TestToken Token { get; private set; } = null!;

    public static async Task<FullOrganization> MakeAsync(PlatformHost host, WebhookReceiver receiver)
    {
        var organization = await host.CreateOrganizationAsync();
        var person = await organization.AddPersonAsync("API user", apiAccess: true, name: $"Quincy{organization.Id:n} Person");
        var full = new FullOrganization(organization, receiver) { Person = person };
        await full.PeopleAsync();
        await full.TokensAsync();
        await full.WebhooksAsync();
        await organization.Admin.PatchAsync("/organization", new { slug = $"{organization.Slug}-renamed" }).Expect(200);
        return full;
    }

    private async Task PeopleAsync()
    {
        var (admin, host) = (Organization.Admin, Organization.Host);
        var app = await Authenticator.EnrolAsync(host, Person.Client);
        _secrets.AddRange(app.RecoveryCodes);
        _secrets.Add(Person.RefreshToken);
        using var device = new SoftwareAuthenticator(host.Address.GetLeftPart(UriPartial.Authority));
        (await device.EnrolAsync(Person.Client, "Phone")).Expect(201);
        var invited = await admin.PostAsync("/people", new { name = "Ivy Invited", email = TestOrganization.NewEmail("ivy"), invite = true }).Expect(201);
        _secrets.Add(TestOrganization.InvitationToken(invited));
        var gone = await Organization.AddPersonAsync();
        var link = await admin.PostAsync($"/people/{gone.Id}/reset-link").Expect(200);
        _secrets.Add(link["url"].Split("?token=")[1]);
        await host.SignInAsync(gone.Email, "not the password").ExpectProblem(401, "unauthenticated");
        await admin.PostAsync($"/people/{gone.Id}/deactivate").Expect(200);
        var csv = new StringContent($"name,email\nImported,{TestOrganization.NewEmail("imported")}\n", Encoding.UTF8);
        csv.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        await admin.PostAsync("/people/import", csv).Expect(200);
        await Person.Client.PutAsync("/notifications/preferences", new { preferences = new[] { new { @event = "token.created", inApp = true, email = true } } }).Expect(200);
        _secrets.Add((await Person.Client.PostAsync("/me/calendar").Expect(201))["url"].Split("key=")[1]);
    }

    private async Task TokensAsync()
    {
        var admin = Organization.Admin;
        _secrets.Add((await Person.Client.PostAsync("/me/token").Expect(201))["secret"]);
        Token = await Organization.IssueTokenAsync(["people:read"], Organization.Host.Now.AddDays(20));
        await Organization.With(Token.Secret).GetAsync("/people").Expect(200);
        var rotated = await admin.PostAsync($"/tokens/{Token.Id}/rotate", new { overlapHours = 2 }).Expect(201);
        await Organization.With(Token.Secret).GetAsync("/people").Expect(200);
        var revoked = await Organization.IssueTokenAsync("people:read");
        await admin.PostAsync($"/tokens/{revoked.Id}/revoke").Expect(200);
        _secrets.AddRange([Token.Secret, rotated["secret"], revoked.Secret]);
        await Organization.Host.RunJobAsync("tokens-remind");
        await Organization.Host.UsesWrittenAsync();
    }

    private async Task WebhooksAsync()
    {
        var webhook = await Organization.Admin.PostAsync("/webhooks", new { url = Receiver.Url, events = new[] { "token.created" } }).Expect(201);
        _secrets.Add(webhook["secret"]["whsec_".Length..]);
        var told = await Organization.IssueTokenAsync("people:read");
        _secrets.Add(told.Secret);
        await Eventually.Until(
            () => Organization.Admin.GetAsync($"/webhooks/{webhook.Id}/deliveries").Expect(200),
            answer => answer.Items.Count > 0 && answer.Items[0].Text("status") == "delivered");
    }
}
