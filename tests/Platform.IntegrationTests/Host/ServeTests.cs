namespace Platform.IntegrationTests.Host;

/// <summary>The program itself, as its own process: what it does before it serves.</summary>
public sealed class ServeTests
{
    [Theory, EachDatabase]
    public async Task MakesTheConfiguredOperatorWhereThereIsNone(Database database)
    {
        await using var place = await HostProcess.NewPlaceAsync(database);
        await using (var host = await HostProcess.StartAsync(place, "--Bootstrap:OperatorEmail=first@instance.example", "--Bootstrap:OperatorPassword=first-password"))
        {
            await SignInAsync(host, "first@instance.example", "first-password").Expect(200);
        }

        await using (var host = await HostProcess.StartAsync(place, "--Bootstrap:OperatorEmail=second@instance.example", "--Bootstrap:OperatorPassword=second-password"))
        {
            await SignInAsync(host, "first@instance.example", "first-password").Expect(200);
            await SignInAsync(host, "second@instance.example", "second-password").ExpectProblem(401, "unauthenticated");
        }
    }

    [Fact]
    public async Task RefusesASecondHostOnOneSqliteFile()
    {
        await using var place = await HostProcess.NewPlaceAsync(Database.Sqlite);
        await using var host = await HostProcess.StartAsync(place);
        var (code, error) = await HostProcess.RunAsync(place);
        code.ShouldBe(1);
        error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("Another host is using the SQLite database");
    }

    [Fact]
    public async Task SaysInOneSentenceWhatIsWrongWithItsSettings()
    {
        await using var place = await HostProcess.NewPlaceAsync(Database.Sqlite);
        foreach (var setting in (string[])["--Database:Provider=Oracle", "--Proxy:TrustedNetworks=nowhere", "--Tokens:Prefix=Acme", "--Tokens:Prefix=x", "--Tokens:Prefix=a-prefix-of-mine", "--Tokens:Prefix=seventeenletters0", "--Bootstrap:OperatorEmail=a@b.example --Bootstrap:OperatorPassword=short"])
        {
            var (code, error) = await HostProcess.RunAsync(place, setting.Split(' '));
            code.ShouldBe(1, setting);
            error.Trim().Split('\n').ShouldHaveSingleItem(setting).ShouldContain(setting.Split(' ')[^1][2..].Split('=')[0]);
        }
    }

    private static Task<Answer> SignInAsync(HostProcess host, string email, string password) =>
        host.Client.PostAsync("/auth/sign-in", new { email, password });
}
