using System.Text.Json.Nodes;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Audit.Data;
using Platform.Audit.Domain;
using Platform.Audit.Export;
using Platform.Contracts.Audit;
using Platform.Contracts.Personnel;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Audit.Features;

/// <summary>The list's filters, and the format.</summary>
/// <param name="Format"><c>ndjson</c> (where none is named) or <c>csv</c>.</param>
/// <inheritdoc cref="ListAuditEntriesFilters"/>
internal sealed record ExportAuditFilters(string? Format, string? ActorId, string? Action, string? TargetId, string? From, string? To);

/// <summary>Notes in the log that it is exported, so that the file has who made it as one of its last lines.</summary>
internal sealed record StartAuditExport(string Format, ListAuditEntriesQuery Filters) : ICommand<Result>;

/// <summary>Where the log begins: with its first entry, or behind the checkpoint that stands for those that a retention policy let go.</summary>
internal sealed record FindBeginning : IQuery<AuditBeginning>;

internal sealed record AuditBeginning(long From, AuditCheckpointMade? Before);

/// <summary>The next entries, in their order; none where there are no more.</summary>
internal sealed record ReadAuditEntries(ListAuditEntriesQuery Filters, long After, long UpTo) : IQuery<IReadOnlyList<AuditEntry>>;

/// <summary>
/// The log as a file, page by page as it is read, so that a million entries take no more memory than a thousand and no
/// transaction stays open for a slow reader. It ends where the log did when it began. What was cut off on its way lacks the
/// checkpoint at its end.
/// </summary>
internal static class ExportAudit
{
    private const int RowsAtATime = 500;

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        [AsParameters] ExportAuditFilters filters, IMediator mediator, Caller caller, TimeProvider time, IOptions<JsonOptions> json, CancellationToken cancellationToken)
    {
        var format = filters.Format is { Length: > 0 } named ? named : NdjsonExport.Format;
        var read = ListAuditEntries.Read(new ListAuditEntriesFilters(null, null, null, filters.ActorId, filters.Action, filters.TargetId, filters.From, filters.To));
        if (read.Error is not null || format is not (NdjsonExport.Format or CsvExport.Format))
        {
            return (read.Error ?? Error.Invalid("format", "format must be ndjson or csv.")).ToProblem();
        }

        await mediator.Send(new PrepareSigning(), cancellationToken);
        var started = await mediator.Send(new StartAuditExport(format, read.Value), cancellationToken);
        var made = started.Error is { } refused ? refused : await mediator.Send(new CreateAuditCheckpoint(), cancellationToken);
        if (made.Error is { } failed)
        {
            return failed.ToProblem();
        }

        var (keys, beginning) = (await mediator.Send(new GetSigningKeys(), cancellationToken), await mediator.Send(new FindBeginning(), cancellationToken));
        var (before, end) = (beginning.Before is { } signed ? AuditExportCheckpoint.Of(signed, keys) : null, AuditExportCheckpoint.Of(made.Value, keys));
        var organization = caller.Grant!.Organization!;
        var header = new AuditExportHeader(organization.Id, organization.Slug, beginning.From, end.Sequence, time.UtcNow(), read.Value != ListAuditEntries.Everything);
        return TypedResults.Stream(
            async stream =>
            {
                using AuditExport export = format == CsvExport.Format ? new CsvExport() : new NdjsonExport(json.Value.SerializerOptions);
                export.Begin(header, before);
                await WriteAsync(stream, export, header, read.Value, mediator, cancellationToken);
                export.End(end);
                await export.SendAsync(stream, cancellationToken);
            },
            format == CsvExport.Format ? $"{CsvExport.Type}; charset=utf-8" : NdjsonExport.Type,
            $"audit-{organization.Slug}-{header.ExportedAt:yyyy-MM-dd}.{format}");
    }

    private static async Task WriteAsync(
        Stream stream, AuditExport export, AuditExportHeader header, ListAuditEntriesQuery filters, IMediator mediator, CancellationToken cancellationToken)
    {
        for (var (after, more) = (header.From - 1, true); more;)
        {
            var entries = await mediator.Send(new ReadAuditEntries(filters, after, header.To), cancellationToken);
            foreach (var entry in entries)
            {
                export.Write(entry);
            }

            await export.SendAsync(stream, cancellationToken);
            more = entries.Count == RowsAtATime;
            after = more ? entries[^1].Sequence : after;
        }
    }

    internal sealed class Handler(PlatformDbContext db, Caller caller) :
        IRequestHandler<StartAuditExport, Result>, IRequestHandler<FindBeginning, AuditBeginning>, IRequestHandler<ReadAuditEntries, IReadOnlyList<AuditEntry>>
    {
        public Task<Result> Handle(StartAuditExport request, CancellationToken cancellationToken)
        {
            var (organization, filters) = (caller.Grant!.Organization!, request.Filters);
            var changes = new JsonObject();
            foreach (var (name, value) in new (string, string?)[]
            {
                ("format", request.Format), ("actorId", filters.ActorId?.ToString()), ("action", filters.Action), ("targetId", filters.TargetId?.ToString()),
                ("from", filters.From?.ToString("O")), ("to", filters.To?.ToString("O")),
            })
            {
                if (value is not null)
                {
                    changes[name] = new JsonObject { ["before"] = null, ["after"] = value };
                }
            }

            db.Changes!.Note(new AuditFact(organization.Id, "audit.exported", "organization", organization.Id, organization.Name, changes));
            return Task.FromResult(Result.Done);
        }

        public async Task<AuditBeginning> Handle(FindBeginning request, CancellationToken cancellationToken)
        {
            var through = await db.AuditHeads.Where(head => head.Chain == db.OrganizationId).Select(head => head.PrunedThrough).SingleAsync(cancellationToken);
            var before = await db.AuditCheckpoints.AsNoTracking()
                .Where(checkpoint => through > 0 && checkpoint.Sequence == through)
                .OrderByDescending(checkpoint => checkpoint.At)
                .FirstOrDefaultAsync(cancellationToken);
            return new AuditBeginning(
                through + 1, before is null ? null : new AuditCheckpointMade(before.Sequence, Convert.ToHexStringLower(before.Hash), before.At, before.Signature));
        }

        public async Task<IReadOnlyList<AuditEntry>> Handle(ReadAuditEntries request, CancellationToken cancellationToken)
        {
            var entries = db.AuditEntries.AsNoTracking().Matching(request.Filters).Where(entry => entry.Sequence > request.After && entry.Sequence <= request.UpTo);
            if (request.Filters.From is { } from)
            {
                entries = entries.Where(entry => entry.At >= from);
            }

            if (request.Filters.To is { } to)
            {
                entries = entries.Where(entry => entry.At < to);
            }

            return await entries.OrderBy(entry => entry.Sequence).Take(RowsAtATime).ToListAsync(cancellationToken);
        }
    }
}
