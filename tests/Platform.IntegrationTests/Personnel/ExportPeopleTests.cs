namespace Platform.IntegrationTests.Personnel;

public sealed class ExportPeopleTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task WhatIsExportedIsImportedElsewhereAsItWas(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var roles = new[] { await organization.RoleAsync("Member"), await organization.RoleAsync("API user") };
        await organization.Admin.PostAsync("/people", new { name = "=SUM(A1)", email = TestOrganization.NewEmail(), title = "\"Crew\", night", employeeNumber = "-7", roleIds = roles, apiAccessEnabled = true }).Expect(201);
        await organization.Admin.PostAsync("/people", new { name = "'=quoted", email = TestOrganization.NewEmail(), title = "line\nbreak; and more" }).Expect(201);
        var file = await organization.Admin.GetAsync("/people/export?status=invited").Expect(200);
        file.ContentHeaders.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        file.ContentHeaders.ContentDisposition!.FileName.ShouldBe("people.csv");
        file.Body.ShouldContain("'=SUM(A1)");

        var other = await organization.Host.CreateOrganizationAsync();
        await ImportPeopleTests.ImportAsync(other.Admin, file.Body).Expect(200);
        (await other.Admin.GetAsync("/people/export?status=invited").Expect(200)).Body.ShouldBe(file.Body);
        (await other.Admin.GetAsync("/people?status=invited").Expect(200)).Items.Select(person => person.Text("name")).ShouldBe(
            (await organization.Admin.GetAsync("/people?status=invited").Expect(200)).Items.Select(person => person.Text("name")));
    }

    [Theory, EachDatabase]
    public async Task HasTheListsFiltersAndOrderAndAllItsPages(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await ImportPeopleTests.ImportAsync(
            organization.Admin, "name,email\n" + string.Concat(Enumerable.Range(0, 1203).Select(number => $"Person {number:D4},{TestOrganization.NewEmail("many")}\n"))).Expect(200);
        var lines = (await organization.Admin.GetAsync("/people/export?q=person&sort=-name").Expect(200)).Body.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("name,email,title,employeeNumber,roles,apiAccess");
        lines[1..].Select(line => line.Split(',')[0]).ShouldBe(Enumerable.Range(0, 1203).Reverse().Select(number => $"Person {number:D4}"));
        (await organization.Admin.GetAsync("/people/export?permission=admin").Expect(200)).Body.ShouldContain("Ada Admin");
        await organization.Admin.GetAsync("/people/export?status=gone").ExpectInvalid("status");
        await organization.Admin.GetAsync("/people/export?permission=tokens:generat").ExpectInvalid("permission");
        await organization.Admin.GetAsync("/people/export?sort=height").ExpectInvalid("sort");
    }

    [Theory, EachDatabase]
    public async Task NeedsItsPermission(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("roles:read");
        (await organization.With(token.Secret).GetAsync("/people/export").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("people:read");
    }
}
