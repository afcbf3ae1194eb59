using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Tenancy;

namespace Platform.IntegrationTests.Personnel;

/// <summary>Each case has a host of its own: an instance is set up once.</summary>
public sealed class SetUpInstanceTests
{
    [Theory, EachDatabase]
    public async Task MakesOperatorOrganizationAndAdministratorOnce(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database, empty: true);
        (await host.Anonymous.GetAsync("/setup").Expect(200))["required"].ShouldBe("true");
        var code = await CodeAsync(host);

        await SetUpAsync(host, "AAAA-AAAA-AAAA").ExpectInvalid("code");
        var done = await SetUpAsync(host, code!.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)).Expect(200);

        done["organization.slug"].ShouldBe("first");
        var admin = host.Anonymous.With(done["accessToken"]).In("first");
        (await admin.GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBe(["admin"]);
        var op = await host.SignInAsync("op@people.example", "operator-secret").Expect(200);
        (await host.Anonymous.With(op["accessToken"]).GetAsync("/instance/organizations").Expect(200)).Items.ShouldHaveSingleItem();

        (await host.Anonymous.GetAsync("/setup").Expect(200))["required"].ShouldBe("false");
        (await CodeAsync(host)).ShouldBeNull();
        await SetUpAsync(host, code).ExpectProblem(409, "conflict");
    }

    [Theory, EachDatabase]
    public async Task GuessingTheCodeIsLimited(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database, empty: true);
        for (var attempt = 1; attempt <= 30; attempt++)
        {
            await SetUpAsync(host, $"GUESS-{attempt}").ExpectInvalid("code");
        }

        await SetUpAsync(host, await CodeAsync(host)).ExpectProblem(429, "rate-limited");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await SetUpAsync(host, await CodeAsync(host)).Expect(200);
    }

    private static Task<Answer> SetUpAsync(PlatformHost host, string? code) => host.Anonymous.PostAsync("/setup", new
    {
        code,
        @operator = new { email = "op@people.example", password = "operator-secret" },
        organization = new { name = "First", slug = "first" },
        administrator = new { name = "Ada Admin", email = "ada@people.example", password = TestOrganization.Password },
    });

    private static async Task<string?> CodeAsync(PlatformHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new GetSetupCode());
    }
}
