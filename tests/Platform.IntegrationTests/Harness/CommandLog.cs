using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Platform.IntegrationTests.SqlServer;
using Platform.Kernel.Data;

namespace Platform.IntegrationTests.Harness;

/// <summary>Sees each command on its way to the database, to count those that a request has caused.</summary>
public sealed class CommandLog(IHttpContextAccessor request) : DbCommandInterceptor
{
    private static readonly string[] Beats = ["kernel_outbox", "notifications_mail", "notifications_delivery"];

    private readonly ConcurrentQueue<(string Text, bool Asked)> _commands = new();

    /// <summary>All so far, but for those of the outbox and the queues of mails and webhooks, which look by themselves every few seconds.</summary>
    public IReadOnlyList<string> Seen => [.. _commands.Select(command => command.Text).Where(text => !Array.Exists(Beats, beat => text.Contains(beat, StringComparison.Ordinal)))];

    /// <summary>Those that requests have caused: not what jobs and the flush of usage do meanwhile.</summary>
    public IReadOnlyList<string> Asked => [.. _commands.Where(command => command.Asked).Select(command => command.Text)];

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        _commands.Enqueue((command.CommandText, request.HttpContext is not null));
        return ValueTask.FromResult(result);
    }
}

internal static class CommandLogServices
{
    public static void AddCommandLog(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<CommandLog>();
        services.AddInterceptor(provider => provider.GetRequiredService<CommandLog>());
    }

    /// <summary>Has SQL Server's provider write what this host asks of its own database.</summary>
    public static void AddShadow(this IServiceCollection services) => services.Change((_, options) => options.AddShadow());

    public static void AddInterceptor(this IServiceCollection services, IInterceptor interceptor) => services.AddInterceptor(_ => interceptor);

    private static void AddInterceptor(this IServiceCollection services, Func<IServiceProvider, IInterceptor> interceptor) =>
        services.Change((provider, options) => options.AddInterceptors(interceptor(provider)));

    /// <summary>Adds to the options that the host has made.</summary>
    private static void Change(this IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder<PlatformDbContext>> change)
    {
        var made = services.Last(service => service.ServiceType == typeof(DbContextOptions<PlatformDbContext>)).ImplementationFactory!;
        services.AddSingleton(provider =>
        {
            var options = new DbContextOptionsBuilder<PlatformDbContext>((DbContextOptions<PlatformDbContext>)made(provider));
            change(provider, options);
            return options.Options;
        });
    }
}
