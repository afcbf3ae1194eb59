using System.Globalization;
using System.Text.Json.Nodes;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Audit.Data;
using Platform.Audit.Domain;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Audit.Features;

/// <summary>One thing that happened.</summary>
/// <param name="Sequence">Counts the organization's entries from 1, without gaps.</param>
/// <param name="Changes">Property → before and after; never a secret.</param>
/// <param name="PreviousHash">The hash of the entry before, in hexadecimal.</param>
internal sealed record AuditEntryAnswer(
    Guid Id,
    long Sequence,
    DateTime At,
    AuditEntryAnswer.AuditActor Actor,
    string Action,
    AuditEntryAnswer.AuditTarget Target,
    JsonNode? Changes,
    string? Address,
    string? UserAgent,
    string? TraceId,
    string PreviousHash,
    string Hash)
{
    /// <param name="TokenId">The API token that the actor used.</param>
    internal sealed record AuditActor(string Kind, Guid Id, string Name, Guid? TokenId);

    internal sealed record AuditTarget(string Kind, Guid Id, string Name);

    public static AuditEntryAnswer Of(AuditEntry entry) => new(
        entry.Id,
        entry.Sequence,
        entry.At,
        new(entry.ActorKind, entry.ActorId, entry.ActorName, entry.ActorTokenId),
        entry.Action,
        new(entry.TargetKind, entry.TargetId, entry.TargetName),
        JsonNode.Parse(entry.Changes),
        entry.Address,
        entry.UserAgent,
        entry.TraceId,
        Convert.ToHexStringLower(entry.PreviousHash),
        Convert.ToHexStringLower(entry.Hash));
}

/// <summary>The log's filters, as the query string has them.</summary>
/// <param name="From">The earliest time, RFC 3339.</param>
/// <param name="To">The time before which it happened, RFC 3339.</param>
internal sealed record ListAuditEntriesFilters(
    string? Limit, string? Cursor, string? Sort, string? ActorId, string? Action, string? TargetId, string? From, string? To);

internal sealed record ListAuditEntriesQuery(PageRequest Page, Guid? ActorId, string? Action, Guid? TargetId, DateTime? From, DateTime? To)
    : IQuery<Result<Page<AuditEntryAnswer>>>;

internal static class ListAuditEntries
{
    /// <summary>No filter at all.</summary>
    public static readonly ListAuditEntriesQuery Everything = new(new PageRequest(PageRequest.DefaultLimit, null, null), null, null, null, null, null);

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint([AsParameters] ListAuditEntriesFilters filters, IMediator mediator, CancellationToken cancellationToken)
    {
        var query = Read(filters);
        return query.Error is { } error ? error.ToProblem() : (await mediator.Send(query.Value, cancellationToken)).ToAnswer();
    }

    public static Result<ListAuditEntriesQuery> Read(ListAuditEntriesFilters filters)
    {
        var page = PageRequest.Read(filters.Limit, filters.Cursor, filters.Sort);
        if (page.Error is { } error)
        {
            return error;
        }

        if (!TryRead(filters.ActorId, out Guid? actor) || !TryRead(filters.TargetId, out Guid? target))
        {
            return Error.Invalid("actorId", "actorId and targetId must be ids.");
        }

        return TryRead(filters.From, out DateTime? from) && TryRead(filters.To, out DateTime? to)
            ? new ListAuditEntriesQuery(page.Value, actor, filters.Action is { Length: > 0 } action ? action : null, target, from, to)
            : Error.Invalid("from", "from and to must be times, such as 2027-01-31T09:00:00Z.");
    }

    private static bool TryRead(string? text, out Guid? id)
    {
        id = Guid.TryParse(text, out var parsed) ? parsed : null;
        return string.IsNullOrEmpty(text) || id is not null;
    }

    private static bool TryRead(string? text, out DateTime? time)
    {
        time = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) ? parsed.UtcDateTime : null;
        return string.IsNullOrEmpty(text) || time is not null;
    }

    /// <summary>The entries that the filters let through, whenever they were written.</summary>
    public static IQueryable<AuditEntry> Matching(this IQueryable<AuditEntry> entries, ListAuditEntriesQuery filters)
    {
        if (filters.ActorId is { } actor)
        {
            entries = entries.Where(entry => entry.ActorId == actor);
        }

        if (filters.Action is { } action)
        {
            entries = entries.Where(entry => entry.Action == action);
        }

        return filters.TargetId is { } target ? entries.Where(entry => entry.TargetId == target) : entries;
    }

    internal sealed class Handler(PlatformDbContext db) : IRequestHandler<ListAuditEntriesQuery, Result<Page<AuditEntryAnswer>>>
    {
        public async Task<Result<Page<AuditEntryAnswer>>> Handle(ListAuditEntriesQuery request, CancellationToken cancellationToken)
        {
            var head = await db.AuditHeads.AsNoTracking().SingleOrDefaultAsync(row => row.Chain == db.OrganizationId, cancellationToken);
            var (all, pruned) = head is null ? (0, 0) : (head.Sequence - head.PrunedThrough, head.PrunedThrough);
            var entries = db.AuditEntries.AsNoTracking();
            if (pruned > 0)
            {
                entries = entries.Where(entry => entry.Sequence > pruned);
            }

            var filtered = await AuditPages.BetweenAsync(entries.Matching(request), entries, request.From, request.To, cancellationToken);
            return await AuditPages.ReadAsync(filtered, request.Page, ReferenceEquals(filtered, entries) ? all : null, cancellationToken);
        }
    }
}
