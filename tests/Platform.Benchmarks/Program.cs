using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Platform.Benchmarks;

// What `npm run bench -- --audit` asks for, on a database of its settings.
if (args is ["audit-share", .. var settings])
{
    return await AuditShare.RunAsync(settings);
}

// Prints one line for each benchmark, `name|measured|unit|most`, for `npm run bench:micro` to judge and write down. In this
// process, since one of BenchmarkDotNet's own would be built anew with settings of its own.
void Print(string name, double measured, string unit, double most) => Console.WriteLine(FormattableString.Invariant($"{name}|{measured:0.##}|{unit}|{most}"));

Print("allocated by a request with an API token beyond the bare endpoint", await RequestAllocations.MeasureAsync(), "bytes", 600);

var config = ManualConfig.CreateEmpty()
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(BenchmarkDotNet.Diagnosers.MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddLogger(new ErrorLogger())
    .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "platform-benchmarks"));
bool Measure<T>(double most)
{
    var summary = BenchmarkRunner.Run<T>(config);
    foreach (var report in summary.Reports)
    {
        var name = report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');
        var bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase);
        Print(name, report.ResultStatistics?.Mean ?? double.NaN, "ns", most);
        Print($"{name}: allocated", bytes ?? double.NaN, "bytes", 0);
    }

    return summary.Reports.All(report => report.Success);
}

var succeeded = Measure<PermissionBenchmarks>(100) & Measure<ClientBenchmarks>(1000);

var grants = new CachedGrants();
Print("memory of a cached token, of a million", await grants.FillAsync(), "bytes", 260);
Print("finding one of a million", grants.Find(), "ns", 500);
Print("dropping what rests on a change, of a million", grants.Drop(), "ns", 5_000_000);

return succeeded ? 0 : 1;

/// <summary>What went wrong goes to the console, and nothing else.</summary>
internal sealed class ErrorLogger : ILogger
{
    public string Id => nameof(ErrorLogger);

    public int Priority => 0;

    public void Write(LogKind logKind, string text) => Say(logKind, text, Console.Error.Write);

    public void WriteLine() => Say(LogKind.Default, "", Console.Error.WriteLine);

    public void WriteLine(LogKind logKind, string text) => Say(logKind, text, Console.Error.WriteLine);

    public void Flush() => Console.Error.Flush();

    private static void Say(LogKind kind, string text, Action<string> write)
    {
        if (kind == LogKind.Error)
        {
            write(text);
        }
    }
}
