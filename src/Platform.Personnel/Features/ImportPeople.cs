using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Jobs;
using Platform.Kernel.Results;
using Platform.Personnel.Domain;
using Platform.Personnel.Import;

namespace Platform.Personnel.Features;

/// <summary>Adds the people of a CSV file, all or none, or says in a dry run what each line would come to.</summary>
internal static class ImportPeople
{
    /// <summary>A file as JSON has it, for the OpenAPI document.</summary>
    public const string Example = """ "name,email,title,employeeNumber,roles,apiAccess\r\nKim Larsen,kim.larsen@northside.example,Station officer,1042,Member,true\r\n" """;

    private static readonly Error TooLarge = new(ErrorCodes.PayloadTooLarge, "The file is larger than 16 MiB. Split it.");
    private static readonly Error NotUtf8 = new(ErrorCodes.UnsupportedMediaType, "Send the file in UTF-8, with or without a byte order mark.");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(HttpRequest request, ImportCheck check, PeopleImporter importer, CancellationToken cancellationToken)
    {
        var dryRun = false;
        if (request.Query["dryRun"].ToString() is { Length: > 0 } asked && !bool.TryParse(asked, out dryRun))
        {
            return Error.Invalid("dryRun", "dryRun must be true or false.").ToProblem();
        }

        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset is { HasValue: true } charset
            && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return NotUtf8.ToProblem();
        }

        try
        {
            var received = await UploadedCsv.ReceiveAsync(request.Body, cancellationToken);
            if (received.Error is { } unreadable)
            {
                return unreadable.ToProblem();
            }

            await using var file = received.Value;
            var verdict = await CheckAsync(file, check, cancellationToken);
            if (verdict.Error is { } refused)
            {
                return refused.ToProblem();
            }

            var report = verdict.Value.Report;
            return dryRun ? TypedResults.Ok(report)
                : report.ErrorCount > 0 ? Refuse(report).ToProblem()
                : (await importer.RunAsync(file, verdict.Value, cancellationToken)).ToAnswer();
        }
        catch (BadHttpRequestException failure) when (failure.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge.ToProblem();
        }
    }

    private static async Task<Result<CheckedImport>> CheckAsync(UploadedCsv file, ImportCheck check, CancellationToken cancellationToken)
    {
        using var text = file.Read();
        var opened = await PeopleCsv.OpenAsync(text, file.Header, cancellationToken);
        if (opened.Error is { } error)
        {
            return error;
        }

        using var csv = opened.Value;
        return await check.RunAsync(csv, cancellationToken);
    }

    private static Error Refuse(ImportReport report)
    {
        var lines = report.Lines - report.Valid;
        var message = $"{lines:N0} of {report.Lines:N0} lines can't be taken, so nothing was imported. The first: line {report.Errors[0].Line}, {report.Errors[0].Message}";
        return new Error(ErrorCodes.ValidationFailed, message)
        {
            Fields = report.Errors.Take(20).GroupBy(error => $"lines[{error.Line}].{error.Field ?? "line"}")
                .ToDictionary(group => group.Key, group => group.Select(error => error.Message).ToArray()),
            Report = report,
        };
    }
}

/// <summary>
/// Writes the people of a file that was judged good, a few at a time so that other writers get their turn in between, and then
/// makes all of them visible at once. Whatever goes wrong on the way, nobody has seen any of them, and they go again.
/// </summary>
internal sealed class PeopleImporter(PlatformDbContext db, OrganizationScope scope, IMediator mediator, DatabaseProvider provider, TimeProvider time)
{
    private const int Attempts = 3;
    private const double TurnMilliseconds = 8;

    public async Task<Result<ImportReport>> RunAsync(UploadedCsv file, CheckedImport verdict, CancellationToken cancellationToken)
    {
        await DiscardAbandonedAsync(cancellationToken);
        var begun = await mediator.Send(new BeginImport(), cancellationToken);
        if (begun.Error is { } running)
        {
            return running;
        }

        var landed = false;
        try
        {
            var imported = await WriteAsync(begun.Value, file, verdict, cancellationToken);
            landed = imported.Error is null;
            return imported;
        }
        finally
        {
            if (!landed)
            {
                await mediator.Send(new DiscardBatch(begun.Value), CancellationToken.None);
            }
        }
    }

    private async Task<Result<ImportReport>> WriteAsync(Guid batchId, UploadedCsv file, CheckedImport verdict, CancellationToken cancellationToken)
    {
        var at = time.UtcNow();
        // Where nobody waits for the turn itself, a longer one is the lesser load.
        var turns = new ShortTurns(TurnMilliseconds, least: provider.SingleWriter ? 12 : 30);
        var roles = new HashSet<Guid>();
        var some = new List<NewPerson>();
        var newAccounts = 0;
        async Task<Error?> WriteSomeAsync()
        {
            var staged = await StageAsync(new StagePeople(batchId, some, at), cancellationToken);
            if (staged.Error is { } error)
            {
                return error;
            }

            turns.Took(some.Count, time.GetElapsedTime(staged.Value.BeganAt));
            newAccounts += staged.Value.NewAccounts;
            some = [];
            await Task.Delay(ShortTurns.Pause, time, cancellationToken);
            return null;
        }

        using var text = file.Read();
        using var csv = (await PeopleCsv.OpenAsync(text, file.Header, cancellationToken)).Value;
        await foreach (var line in csv.ReadAsync(cancellationToken))
        {
            var person = ImportCheck.ToPerson(line.Value, verdict.Roles);
            roles.UnionWith(person.RoleIds);
            some.Add(person);
            if (some.Count >= turns.Size && await WriteSomeAsync() is { } failed)
            {
                return failed;
            }
        }

        if (some.Count > 0 && await WriteSomeAsync() is { } last)
        {
            return last;
        }

        var report = verdict.Report with { Created = verdict.Report.Lines };
        var facts = new PeopleImportFacts(report.Created, newAccounts, file.Digest, (int)file.Bytes);
        var landed = await mediator.Send(new LandImport(batchId, facts, [.. roles]), cancellationToken);
        return landed.Error is { } refused ? refused : report;
    }

    private async Task<Result<StagedPeople>> StageAsync(StagePeople people, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var staged = await mediator.Send(people, cancellationToken);
            if (!ReferenceEquals(staged.Error, StagePeople.Raced) || attempt == Attempts)
            {
                return staged;
            }
        }
    }

    /// <summary>What a host that died in the middle has left would stand in the way of the next attempt.</summary>
    private async Task DiscardAbandonedAsync(CancellationToken cancellationToken)
    {
        var writtenBefore = time.UtcNow() - OpenBatch.AbandonedAfter;
        var abandoned = await db.Set<OpenBatch>().AsNoTracking()
            .Where(batch => batch.BelongsTo == scope.Id && batch.Kind == PeopleBatchHandler.Kind && batch.WrittenAt < writtenBefore)
            .Select(batch => batch.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in abandoned)
        {
            await mediator.Send(new DiscardBatch(id), cancellationToken);
        }
    }
}
