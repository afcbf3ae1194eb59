using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Platform.Kernel.Data;
using Platform.Migrations.SqlServer;

namespace Platform.IntegrationTests.SqlServer;

/// <summary>SQL Server's driver as this product references it, by path and with a stand-in, at work over a socket.</summary>
public sealed class DriverTests : IDisposable
{
    private readonly FakeSqlServer _server = new();
    private readonly SqlServerDatabase _database = new();

    public void Dispose() => _server.Dispose();

    // Without the stand-in for Microsoft.SqlServer.Server each of these is a FileNotFoundException.
    [Fact]
    public async Task ParametersOfEveryKindThatTheModelHasReachTheServer()
    {
        object[] values =
        [
            "text", 7, 7L, true, Guid.CreateVersion7(), new DateTime(2031, 3, 1, 9, 0, 0, DateTimeKind.Utc), new byte[] { 1, 2, 3 }, DBNull.Value, new string('x', 20_000),
        ];
        await SendAsync("SELECT 'with parameters'", values);
        var request = _server.Requests.ShouldHaveSingleItem();
        request.ShouldContain("SELECT 'with parameters'");
        request.ShouldContain("text");
        for (var at = 0; at < values.Length; at++)
        {
            request.ShouldContain($"@p{at}");
        }
    }

    [Theory]
    [InlineData(2601, true, false)]
    [InlineData(2627, true, false)]
    [InlineData(1205, false, true)]
    [InlineData(1222, false, true)]
    [InlineData(547, false, false)]
    public async Task AnErrorIsKnownByItsNumber(int number, bool duplicate, bool transient)
    {
        var failure = await Should.ThrowAsync<DbException>(() => SendAsync($"/* error {number} */", 1));
        _database.IsUniqueViolation(failure).ShouldBe(duplicate);
        _database.IsTransient(failure).ShouldBe(transient);
    }

    [Fact]
    public async Task AnAnswerThatDoesNotComeIsTransient()
    {
        var failure = await Should.ThrowAsync<DbException>(() => SendAsync("/* wait */", 1));
        _database.IsTransient(failure).ShouldBeTrue();
    }

    [Fact]
    public async Task AServerThatIsNotThereIsTransient()
    {
        _server.Dispose();
        var failure = await Should.ThrowAsync<DbException>(() => SendAsync("SELECT 1", 1));
        _database.IsTransient(failure).ShouldBeTrue();
    }

    [Theory]
    [InlineData("/* error 1205 */", 3)]
    [InlineData("/* wait */", 3)]
    [InlineData("/* error 2627 */", 1)]
    public async Task WhatIsTransientIsTriedAgain(string sql, int times)
    {
        await using var db = Shadow.Open(new OrganizationScope(), out _);
        var attempts = 0;
        var failure = await Should.ThrowAsync<Exception>(() => db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            attempts++;
            await SendAsync(sql, 1);
        }));
        attempts.ShouldBe(times);
        (failure is RetryLimitExceededException).ShouldBe(times > 1);
    }

    private async Task SendAsync(string sql, params object[] values)
    {
        await using var connection = Shadow.Driver.CreateConnection()!;
        connection.ConnectionString = _server.ConnectionString;
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, sql.Contains("wait", StringComparison.Ordinal) ? 1 : 60);
        foreach (var value in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"@p{command.Parameters.Count}", value);
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync();
    }
}
