using MediatR;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tenancy;
using Platform.Host.Demo;
using Platform.Kernel.Data;

namespace Platform.Host.Commands;

/// <summary>Serves until it is told to stop.</summary>
internal static class Serve
{
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        await using var app = HostApplication.CreateBuilder(args).Build().Configure();
        DemoData.CheckSettings(app.Configuration);
        using var claim = Migrate.Claim(app);
        await PrepareAsync(app, cancellationToken);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException failure) when (failure.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new AddressInUseException($"Another program listens already where this one should: {failure.Message} Choose another address with --urls.", failure);
        }

        foreach (var line in await DemoData.DescribeAsync(app, cancellationToken))
        {
            Console.WriteLine(line);
        }

        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    /// <summary>What must be there before the first request: the tables and an operator.</summary>
    private static async Task PrepareAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var configuration = app.Configuration;
        var provider = app.Services.GetRequiredService<DatabaseProvider>();
        if (provider.SingleWriter || configuration.GetValue<bool>("Database:MigrateOnStart"))
        {
            await Migrate.ApplyAsync(app, cancellationToken);
        }

        var (email, password) = DemoData.IsEnabled(configuration)
            ? (configuration["Bootstrap:OperatorEmail"] ?? DemoData.OperatorEmail, configuration["Bootstrap:OperatorPassword"] ?? DemoData.Password)
            : (configuration["Bootstrap:OperatorEmail"], configuration["Bootstrap:OperatorPassword"]);
        if (string.IsNullOrEmpty(email) || string.IsNullOrEmpty(password))
        {
            return;
        }

        await using var scope = app.Services.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        if (await mediator.Send(new HasOperator(), cancellationToken))
        {
            return;
        }

        if (await mediator.Send(new CheckPassword(password), cancellationToken) is { } weak)
        {
            throw new ConfigurationException($"Bootstrap:OperatorPassword can't be used. {weak}");
        }

        var hash = await mediator.Send(new HashPassword(password), cancellationToken);
        await mediator.Send(new EnsureFirstOperator(email, hash), cancellationToken);
    }
}
