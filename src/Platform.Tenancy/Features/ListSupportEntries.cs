using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <summary>Of the organization in context.</summary>
internal sealed record ListSupportEntriesQuery(PageRequest Page) : IQuery<Result<Page<SupportEntryAnswer>>>;

internal static class ListSupportEntries
{
    private static readonly Sorting<SupportEntry> Sorting = Sorting<SupportEntry>.ByDefault("-createdAt").With("createdAt", entry => entry.CreatedAt);

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        IMediator mediator, string? limit, string? cursor, string? sort, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(limit, cursor, sort);
        return page.Error is { } error ? error.ToProblem() : (await mediator.Send(new ListSupportEntriesQuery(page.Value), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, TimeProvider time) : IRequestHandler<ListSupportEntriesQuery, Result<Page<SupportEntryAnswer>>>
    {
        public Task<Result<Page<SupportEntryAnswer>>> Handle(ListSupportEntriesQuery request, CancellationToken cancellationToken)
        {
            var now = time.UtcNow();
            return Sorting.PageAsync<SupportEntryAnswer>(
                db.SupportEntries.AsNoTracking(),
                request.Page,
                page => Task.FromResult<IReadOnlyList<SupportEntryAnswer>>([.. page.Select(entry => SupportEntryAnswer.Of(entry, now))]),
                cancellationToken);
        }
    }
}
