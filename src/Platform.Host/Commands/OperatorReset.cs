using System.CommandLine;
using MediatR;
using Platform.Contracts.Personnel;
using Platform.Kernel.Data;
using Platform.Kernel.Http;

namespace Platform.Host.Commands;

/// <summary>
/// Lets an operator in again who has forgotten the password. It needs no claim on the database: it adds a row and its audit
/// entry in one transaction and touches nothing that a running host holds in memory.
/// </summary>
internal static class OperatorReset
{
    private const string DefaultAddress = "http://localhost:5000";

    public static Command Describe(string[] args)
    {
        var email = new Argument<string>("EMAIL") { Description = "The operator's e-mail address" };
        var reset = new Command("reset", "Print a one-time link by which an operator chooses a new password; the host may be running") { email };
        reset.TreatUnmatchedTokensAsErrors = false;
        reset.SetAction((parsed, cancellationToken) => RunAsync(args, parsed.GetValue(email)!, cancellationToken));
        return new Command("operator", "Help those who run the instance") { reset };
    }

    private static async Task<int> RunAsync(string[] args, string email, CancellationToken cancellationToken)
    {
        await using var app = HostApplication.CreateBuilder(args).Build();
        await using var scope = app.Services.CreateAsyncScope();
        if (await Migrate.CountPendingAsync(app, cancellationToken) > 0)
        {
            throw new ConfigurationException("The database is not of this program's version: start the host, or run migrate, first.");
        }

        scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(OrganizationScope.Instance);
        var made = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new MakeOperatorResetLink(email), cancellationToken);
        if (made.Error is { } error)
        {
            throw new ConfigurationException(error.Detail);
        }

        Console.WriteLine($"Open this once, before {made.Value.ExpiresAt:u}, to choose a new password:");
        Console.WriteLine(Links.PasswordReset(AddressOf(app.Configuration), made.Value.Token));
        return 0;
    }

    private static string AddressOf(IConfiguration configuration) =>
        (configuration["PublicUrl"] is { Length: > 0 } configured ? configured : configuration["urls"]?.Split(';')[0] ?? DefaultAddress).TrimEnd('/');
}
