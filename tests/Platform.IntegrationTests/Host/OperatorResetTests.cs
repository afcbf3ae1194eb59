namespace Platform.IntegrationTests.Host;

public sealed class OperatorResetTests
{
    private static readonly string[] Operator = [$"--Bootstrap:OperatorEmail={PlatformHost.OperatorEmail}", $"--Bootstrap:OperatorPassword={PlatformHost.OperatorPassword}"];

    [Theory, EachDatabase]
    public async Task PrintsALinkThatWorksOnceWhileAHostRuns(Database database)
    {
        await using var place = await HostProcess.NewPlaceAsync(database);
        await using var host = await HostProcess.StartAsync(place, Operator);
        var op = host.Client.With((await SignInAsync(host, PlatformHost.OperatorPassword).Expect(200))["accessToken"]);
        await op.GetAsync("/instance/organizations").Expect(200);

        var (code, output, error) = await HostProcess.RunCommandAsync(
            place, ["operator", "reset", PlatformHost.OperatorEmail.ToUpperInvariant()], "--PublicUrl=https://platform.example");
        code.ShouldBe(0, error);
        var link = output.Trim().Split('\n')[^1];
        link.ShouldStartWith("https://platform.example/reset-password?token=");
        var token = link.Trim().Split("?token=")[1];

        await ResetAsync(host, token).Expect(204);
        await ResetAsync(host, token).ExpectProblem(404, "not-found");
        await op.GetAsync("/instance/organizations").ExpectProblem(401, "token-revoked");
        await SignInAsync(host, PlatformHost.OperatorPassword).ExpectProblem(401, "unauthenticated");
        await SignInAsync(host, "a much better one").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task KnowsOperatorsOnly(Database database)
    {
        await using var place = await HostProcess.NewPlaceAsync(database);
        var (code, output, error) = await HostProcess.RunCommandAsync(place, ["operator", "reset", "nobody@people.example"]);
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("No operator has the e-mail address nobody@people.example");
    }

    private static Task<Answer> SignInAsync(HostProcess host, string password) =>
        host.Client.PostAsync("/auth/sign-in", new { email = PlatformHost.OperatorEmail, password });

    private static Task<Answer> ResetAsync(HostProcess host, string token) =>
        host.Client.PostAsync("/auth/reset-password", new { token, password = "a much better one" });
}
