using System.Globalization;

namespace Platform.IntegrationTests.Tenancy;

/// <summary>A slug that was given up: who it leads to, for how long, and who may have it.</summary>
public sealed class FormerSlugTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task LeadsThereForThirtyDaysAndSaysWhatToUseInstead(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (host, old, slug) = (organization.Host, organization.Slug, $"{organization.Slug}-new");
        var verifier = await TestApplication.RegisterAsync(host, "read");
        var token = await organization.IssueTokenAsync("people:read");
        await organization.With(token.Secret).GetAsync("/people").Expect(200);
        (await organization.Admin.PatchAsync("/organization", new { slug }).Expect(200))["slug"].ShouldBe(slug);
        var (at, end) = (new DateTimeOffset(host.Now).ToUnixTimeSeconds(), host.Now.AddDays(30));

        foreach (var path in (string[])["/people", "/forward-auth", "/roles"])
        {
            // Refusals say it too.
            var answer = await organization.With(token.Secret).In(old.ToUpperInvariant()).GetAsync(path).Expect(path == "/roles" ? 403 : 200);
            answer.Header("Organization-ID").ShouldBe(slug);
            answer.Header("Deprecation").ShouldBe($"@{at.ToString(CultureInfo.InvariantCulture)}");
            answer.Header("Sunset").ShouldBe(end.ToString("R", CultureInfo.InvariantCulture));
            var current = await organization.With(token.Secret).In(slug).GetAsync(path);
            (current.Header("Organization-ID"), current.Header("Sunset")).ShouldBe((null, null));
        }

        (await verifier.Client.PostAsync("/verify", new { token = token.Secret, organizationId = old }).Expect(200))["code"].ShouldBe("valid");
        (await host.SignInAsync(organization.AdministratorEmail, TestOrganization.Password, old).Expect(200))["organization.slug"].ShouldBe(slug);

        host.Clock.AdvanceTo(end.AddSeconds(-1));
        await organization.With(token.Secret).In(old).GetAsync("/people").Expect(200);
        host.Clock.AdvanceTo(end);
        await organization.With(token.Secret).In(old).GetAsync("/people").ExpectProblem(403, "organization-mismatch");
        await organization.With(token.Secret).In(slug).GetAsync("/people").Expect(200);
        (await verifier.Client.PostAsync("/verify", new { token = token.Secret, organizationId = old }).Expect(200))["code"].ShouldBe("organization-mismatch");
        await host.SignInAsync(organization.AdministratorEmail, TestOrganization.Password, old).ExpectProblem(403, "organization-mismatch");
    }

    [Theory, EachDatabase]
    public async Task IsNobodyElsesUntilItsEndAndItsOrganizationsAtAnyTime(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var other = await host.CreateOrganizationAsync();
        var (old, slug) = (organization.Slug, $"{organization.Slug}-new");
        await organization.Admin.PatchAsync("/organization", new { slug }).Expect(200);
        await CreateAsync(host, old).ExpectProblem(409, "conflict");
        (await other.Admin.PatchAsync("/organization", new { slug = old }).ExpectProblem(409, "conflict"))["detail"].ShouldContain(old);
        await other.Admin.PatchAsync("/organization", new { slug }).ExpectProblem(409, "conflict");
        (await other.Admin.GetAsync("/organization").Expect(200))["slug"].ShouldBe(other.Slug);

        await organization.Admin.In(slug).PatchAsync("/organization", new { slug = old }).Expect(200);
        (await organization.Admin.In(slug).GetAsync("/me").Expect(200)).Header("Organization-ID").ShouldBe(old);
        (await organization.Admin.In(old).GetAsync("/me").Expect(200)).Header("Organization-ID").ShouldBeNull();
        await CreateAsync(host, slug).ExpectProblem(409, "conflict");

        host.Clock.Advance(TimeSpan.FromDays(30));
        await CreateAsync(host, slug).Expect(201);
        await CreateAsync(host, old).ExpectProblem(409, "conflict");
    }

    [Theory, EachDatabase]
    public async Task OnlySoManyAreHeldAtATime(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var admin = organization.Admin.In(organization.Id);
        for (var number = 1; number <= 5; number++)
        {
            await admin.PatchAsync("/organization", new { slug = $"{organization.Slug}-{number}" }).Expect(200);
        }

        await admin.PatchAsync("/organization", new { slug = $"{organization.Slug}-6" }).ExpectProblem(409, "conflict");
        await admin.PatchAsync("/organization", new { slug = $"{organization.Slug}-1" }).Expect(200);
        organization.Host.Clock.Advance(TimeSpan.FromDays(30));
        var again = await organization.Host.SignInAsync(organization.AdministratorEmail, TestOrganization.Password).Expect(200);
        await admin.With(again["accessToken"]).PatchAsync("/organization", new { slug = $"{organization.Slug}-6" }).Expect(200);
    }

    [Theory, EachDatabase]
    public async Task OfTwoWhoWantOneAtTheSameMomentOneGetsIt(Database database)
    {
        var host = await hosts.OnAsync(database);
        var (one, two) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        for (var round = 0; round < 5; round++)
        {
            var slug = $"wanted-{database.ToString().ToLowerInvariant()}-{round}";
            var answers = await Task.WhenAll(
                one.Admin.In(one.Id).PatchAsync("/organization", new { slug }), two.Admin.In(two.Id).PatchAsync("/organization", new { slug }), CreateAsync(host, slug));
            answers.Count(answer => answer.Status is 200 or 201).ShouldBe(1, string.Join('\n', answers.Select(answer => answer.Body)));
            answers.Where(answer => answer.Status is not (200 or 201)).ShouldAllBe(answer => answer.Status == 409);

            // Given up and wanted at the same moment: it is either still the one's or already the one's former one.
            var owner = answers[0].Status == 200 ? one : answers[1].Status == 200 ? two : null;
            if (owner is not null)
            {
                var taken = await Task.WhenAll(owner.Admin.In(owner.Id).PatchAsync("/organization", new { slug = owner.Slug }), CreateAsync(host, slug));
                taken.Select(answer => answer.Status).ShouldBe([200, 409]);
            }
        }
    }

    private static async Task<Answer> CreateAsync(PlatformHost host, string slug) => await (await host.OperatorAsync()).PostAsync(
        "/instance/organizations", new { name = slug, slug, administrator = new { name = "Ada", email = TestOrganization.NewEmail() } });
}
