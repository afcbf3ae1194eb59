namespace Platform.IntegrationTests.Harness;

/// <summary>An organization with a signed-in administrator, and short words for what most tests begin with.</summary>
public sealed class TestOrganization
{
    public const string Password = "correct horse battery";
    private static int _count;

    private readonly Dictionary<string, Guid> _roles = [];

    private TestOrganization(PlatformHost host, Guid id, string slug, string name, string administratorEmail, Guid administratorId) =>
        (Host, Id, Slug, Name, AdministratorEmail, AdministratorId) = (host, id, slug, name, administratorEmail, administratorId);

    public PlatformHost Host { get; }

    public Guid Id { get; }

    public string Slug { get; }

    public string Name { get; }

    public string AdministratorEmail { get; }

    public Guid AdministratorId { get; }

    /// <summary>Holds everything in the organization.</summary>
    public ApiClient Admin { get; private set; } = null!;

    public static string NewEmail(string name = "somebody") => $"{name}-{Interlocked.Increment(ref _count)}@people.example";

    /// <param name="host">Where.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="op">Who makes it, where the first operator's password alone will not do.</param>
    public static async Task<TestOrganization> CreateAsync(PlatformHost host, string? name = null, ApiClient? op = null)
    {
        var slug = $"org-{Interlocked.Increment(ref _count)}";
        var email = NewEmail("admin");
        var made = await (op ?? await host.OperatorAsync()).PostAsync("/instance/organizations", new
        {
            name = name ?? $"Organization {slug}",
            slug,
            administrator = new { name = "Ada Admin", email, password = Password },
        }).Expect(201);
        var organization = new TestOrganization(host, made.Id, slug, made["name"], email, Guid.Parse(made["administrator.id"]));
        await organization.SignInAdministratorAsync();
        return organization;
    }

    /// <summary>Anew, where the clock has gone past the end of the first access token.</summary>
    public async Task<ApiClient> SignInAdministratorAsync() => Admin = await SignInAsync(AdministratorEmail);

    public async Task<ApiClient> SignInAsync(string email) =>
        Host.Anonymous.With((await Host.SignInAsync(email, Password, Slug).Expect(200))["accessToken"]).In(Slug);

    /// <summary>A call with an API token, in this organization.</summary>
    public ApiClient With(string? secret) => Host.Anonymous.With(secret).In(Slug);

    public async Task<Guid> RoleAsync(string name)
    {
        if (_roles.Count == 0)
        {
            foreach (var role in (await Admin.GetAsync("/roles").Expect(200)).Items)
            {
                _roles[role.Text("name")] = Guid.Parse(role.Text("id"));
            }
        }

        return _roles[name];
    }

    /// <summary>A person who has joined by an invitation and is signed in.</summary>
    public async Task<TestPerson> AddPersonAsync(string role = "Member", bool apiAccess = false, string name = "Pat Person")
    {
        var email = NewEmail(name.Split(' ')[0].ToLowerInvariant());
        var made = await Admin.PostAsync(
            "/people", new { name, email, roleIds = new[] { await RoleAsync(role) }, apiAccessEnabled = apiAccess, invite = true }).Expect(201);
        var joined = await Host.Anonymous.PostAsync(
            "/auth/accept-invitation", new { token = InvitationToken(made), password = Password }).Expect(200);
        return new TestPerson(made.Id, name, email, Host.Anonymous.With(joined["accessToken"]).In(Slug), joined["refreshToken"]);
    }

    /// <summary>Lets somebody with an account elsewhere join too, with that account's own password; the answer is their sign-in's.</summary>
    public async Task<Answer> JoinAsync(string email, string name = "Pat", string password = Password)
    {
        var made = await Admin.PostAsync("/people", new { name, email, invite = true }).Expect(201);
        return await Host.Anonymous.PostAsync("/auth/accept-invitation", new { token = InvitationToken(made), password }).Expect(200);
    }

    /// <summary>A role of these permissions, and a person who has it and nothing else.</summary>
    public async Task<TestPerson> AddPersonHoldingAsync(params string[] permissions)
    {
        var name = $"Role {Interlocked.Increment(ref _count)}";
        await Admin.PostAsync("/roles", new { name, permissions }).Expect(201);
        _roles.Clear();
        return await AddPersonAsync(name);
    }

    public async Task<Guid> CreateServiceAccountAsync(params string[] permissions) => (await Admin.PostAsync(
        "/service-accounts", new { name = $"Service {Interlocked.Increment(ref _count)}", permissions }).Expect(201)).Id;

    /// <summary>A service account of these permissions with a token of the same scopes, without expiration.</summary>
    public async Task<TestToken> IssueTokenAsync(params string[] scopes) => await IssueTokenAsync(scopes, null);

    public async Task<TestToken> IssueTokenAsync(string[] scopes, DateTime? expiresAt)
    {
        var serviceAccountId = await CreateServiceAccountAsync(scopes);
        var name = $"Token {Interlocked.Increment(ref _count)}";
        var issued = await Admin.PostAsync("/tokens", new { serviceAccountId, name, expiresAt, scopes }).Expect(201);
        return new TestToken(issued.Id, name, issued["secret"], serviceAccountId);
    }

    /// <summary>What the link of an invitation ends in.</summary>
    public static string InvitationToken(Answer answer) => answer["invitation.url"].Split("?token=")[1];
}

public sealed record TestPerson(Guid Id, string Name, string Email, ApiClient Client, string RefreshToken);

public sealed record TestToken(Guid Id, string Name, string Secret, Guid OwnerId);
