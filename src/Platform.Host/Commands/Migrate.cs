using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Platform.Kernel.Data;

namespace Platform.Host.Commands;

/// <summary>Brings the database to the version of this program.</summary>
internal static class Migrate
{
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        await using var app = HostApplication.CreateBuilder(args).Build();
        using var claim = Claim(app);
        var applied = await ApplyAsync(app, cancellationToken);
        Console.WriteLine(applied == 0 ? "The database is up to date." : $"{applied} migrations were applied.");
        return 0;
    }

    /// <summary>Keeps other hosts off a database that only one may open.</summary>
    public static IDisposable? Claim(WebApplication app)
    {
        using var db = app.Services.GetRequiredService<OwnerDatabase>().Open();
        return app.Services.GetRequiredService<DatabaseProvider>().Claim(db.Database.GetConnectionString()!);
    }

    public static async Task<int> CountPendingAsync(WebApplication app, CancellationToken cancellationToken)
    {
        await using var db = app.Services.GetRequiredService<OwnerDatabase>().Open();
        return (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Count();
    }

    public static async Task<int> ApplyAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var pending = await CountPendingAsync(app, cancellationToken);
        if (pending > 0)
        {
            await app.Services.GetRequiredService<OwnerDatabase>().MigrateAsync(cancellationToken);
        }

        return pending;
    }

    /// <exception cref="ConfigurationException">The database was made by another version of the program, or by none yet.</exception>
    public static async Task RequireCurrentAsync(DatabaseFacade database, CancellationToken cancellationToken)
    {
        if ((await database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            throw new ConfigurationException("The database is not of this program's version: start the host, or run migrate, first.");
        }
    }
}
