using Platform.Host.Commands;

return await HostCommands.RunAsync(args);

/// <summary>The host's entry point; a public type so that tests can start it.</summary>
public partial class Program;
