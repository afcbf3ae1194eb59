using Microsoft.Extensions.Logging;

namespace Platform.IntegrationTests.Tokens;

/// <summary>
/// Random lives of tokens against the real API, beside a model of a few lines that says for each secret whether it is good: none
/// may be good that should be dead, and none dead that should live.
/// </summary>
public sealed class TokenModelTests
{
    private const int Steps = 140;

    [Theory]
    [InlineData(null)]
    [InlineData(20310301)]
    [InlineData(726016243)]
    public async Task NoSequenceLeavesASecretGoodThatShouldBeDeadOrTheOtherWayRound(int? given)
    {
        var seed = given ?? System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        await using var host = await PlatformHost.StartAsync(Database.Sqlite, builder => builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Error));
        var life = await TokenLives.BeginAsync(host, new Dice(seed));
        for (var step = 0; step < Steps; step++)
        {
            var done = await life.StepAsync();
            var wrong = await life.FindWrongAsync();
            wrong.ShouldBeNull($"seed {seed}, step {step}: {done}\n{string.Join('\n', life.History)}");
        }

        life.Secrets.ShouldBeGreaterThan(15);
    }
}
