using Platform.Contracts.Audit;
using Platform.Host;
using Platform.Kernel;
using Platform.Kernel.Messaging;

namespace Platform.IntegrationTests.Audit;

/// <summary>
/// At the end of a run: no command has changed anything without its entry in the log. Where the whole suite has run
/// (<c>PLATFORM_TEST_WHOLE</c>, which <c>npm test</c> sets), all commands that there are have been seen doing so.
/// </summary>
public sealed class CommandsCheck : IDisposable
{
    /// <summary>Commands that no host within this process runs, or only by chance.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["MakeOperatorResetLink"] = "A command of the host, which is tested as a process of its own",
        ["ReleaseMails"] = "Only a host that stops with mails in its hands gives them back, and the queue of mails is not audited",
        ["SeedPeople"] = "A command of the host, which is tested as a process of its own",
        ["SeedPersonalTokens"] = "A command of the host, which is tested as a process of its own",
    };

    internal static IReadOnlyList<Type> All { get; } =
    [
        .. HostModules.All.Select(module => module.GetType().Assembly).Append(typeof(KernelServices).Assembly).Append(typeof(CreateAuditCheckpoint).Assembly)
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsClass && typeof(ICommand).IsAssignableFrom(type)),
    ];

    public void Dispose()
    {
        CommandWatch.Faults.Select(fault => $"{fault.Key} has written to {fault.Value}").ShouldBeEmpty("A change without its entry in the audit log; see CommandWatch.");
        if (Environment.GetEnvironmentVariable("PLATFORM_TEST_WHOLE") is { Length: > 0 })
        {
            All.Select(type => type.Name).Except(CommandWatch.Seen.Keys).Except(Elsewhere.Keys).ShouldBeEmpty("Commands that no test has sent, so that nobody knows whether they leave an entry.");
        }
    }
}
