namespace Platform.IntegrationTests.Tenancy;

/// <summary>An operator beside the first one.</summary>
public sealed record TestOperator(Guid Id, string Email, ApiClient Client, string RefreshToken, Guid AccountId)
{
    /// <summary>Somebody whom an operator has invited, and who has accepted with a password of their own.</summary>
    public static async Task<TestOperator> JoinAsync(PlatformHost host)
    {
        var email = TestOrganization.NewEmail("operator");
        var invited = await (await host.OperatorAsync()).PostAsync("/instance/operators", new { email }).Expect(201);
        var joined = await AcceptAsync(host, invited, TestOrganization.Password).Expect(200);
        var client = host.Anonymous.With(joined["accessToken"]);
        return new TestOperator(invited.Id, email, client, joined["refreshToken"], (await client.GetAsync("/account").Expect(200)).Id);
    }

    public static Task<Answer> AcceptAsync(PlatformHost host, Answer invited, string password, string? code = null) =>
        host.Anonymous.PostAsync("/auth/accept-invitation", new { token = TestOrganization.InvitationToken(invited), password, code });

    public Task<Answer> OpenAsync(TestOrganization organization, string reason = "Lost tokens", int? minutes = null) =>
        Client.PostAsync($"/instance/organizations/{organization.Id}/support-entries", new { reason, minutes });

    /// <summary>In the organization, with an access token for it.</summary>
    public async Task<ApiClient> EnterAsync(TestOrganization organization, string reason = "Lost tokens", int? minutes = null)
    {
        await OpenAsync(organization, reason, minutes).Expect(201);
        return organization.Host.Anonymous.With((await SwitchAsync(organization).Expect(200))["accessToken"]).In(organization.Slug);
    }

    /// <summary>By a session of its own, so that a refresh token is never used twice.</summary>
    public Task<Answer> SwitchAsync(TestOrganization organization) =>
        organization.Host.SignInAsync(Email, TestOrganization.Password, organization.Slug);
}
