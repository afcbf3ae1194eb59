using System.CommandLine;
using MediatR;
using Platform.Contracts.Audit;

namespace Platform.Host.Commands;

/// <summary>Checks an export of an audit log without a database: what is in the file, and nothing else, is looked at.</summary>
internal static class AuditVerify
{
    private const int Broken = 2;
    private const int NotSignedToTheEnd = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Describe(string[] args)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "An export as lines of JSON" };
        var jwks = new Option<string?>("--jwks") { Description = "A file or an address with the keys of the instance (/.well-known/jwks.json), which alone are trusted then" };
        var verify = new Command("verify", "Check an export of an audit log against its checkpoints; 0: it is whole, 1: it can't be read, 2: it is broken, 3: its end is not signed") { file, jwks };
        verify.TreatUnmatchedTokensAsErrors = false;
        verify.SetAction((parsed, cancellationToken) => RunAsync(args, parsed.GetValue(file)!, parsed.GetValue(jwks), cancellationToken));
        return new Command("audit", "Look after audit logs") { verify };
    }

    private static async Task<int> RunAsync(string[] args, FileInfo file, string? jwks, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new ConfigurationException($"There is no file {file.FullName}.");
        }

        var keys = jwks is null ? null : await ReadAsync(jwks, cancellationToken);
        await using var app = HostApplication.CreateBuilder(args).Build();
        await using var scope = app.Services.CreateAsyncScope();
        var read = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new VerifyAuditExport(file.FullName, keys), cancellationToken);
        if (read.Error is { } error)
        {
            throw new ConfigurationException(error.Detail);
        }

        return Tell(read.Value, jwks);
    }

    private static async Task<string> ReadAsync(string fileOrAddress, CancellationToken cancellationToken)
    {
        try
        {
            if (!Uri.TryCreate(fileOrAddress, UriKind.Absolute, out var address) || address.IsFile)
            {
                return await File.ReadAllTextAsync(fileOrAddress, cancellationToken);
            }

            using var http = new HttpClient { Timeout = Patience };
            return await http.GetStringAsync(address, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or HttpRequestException or NotSupportedException or TaskCanceledException)
        {
            throw new ConfigurationException($"The keys could not be read from {fileOrAddress}: {failure.Message}");
        }
    }

    private static int Tell(AuditExportVerdict verdict, string? jwks)
    {
        Console.WriteLine($"The log of {verdict.Slug ?? "an organization"} ({verdict.OrganizationId}), from entry {verdict.First}:");
        if (verdict.Fault is { } fault)
        {
            Console.WriteLine($"BROKEN at entry {verdict.FirstBroken}. {fault}");
            return Broken;
        }

        Console.WriteLine($"{verdict.Last - verdict.First + 1} entries, {verdict.First} to {verdict.Last}, are whole and agree with {verdict.Checkpoints} signed checkpoints.");
        Console.WriteLine(jwks is null
            ? "The keys came with the file: whoever can write all of it anew can do so with keys of their own. Name the instance's keys with --jwks to rule that out."
            : $"They were signed by keys of {jwks}.");
        if (verdict.SignedThrough >= verdict.Last)
        {
            return 0;
        }

        Console.WriteLine($"Entries {verdict.SignedThrough + 1} to {verdict.Last} come after the last checkpoint: they fit the chain, and nothing shows that none is missing after them.");
        return NotSignedToTheEnd;
    }
}
