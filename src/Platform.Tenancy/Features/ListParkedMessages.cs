using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Outbox;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;

namespace Platform.Tenancy.Features;

/// <summary>An event that could not be delivered to whoever tells of it, and was set aside; without what it says.</summary>
/// <param name="Organization">The organization that it happened in; null for the instance itself.</param>
/// <param name="LastError">Why the last attempt has failed.</param>
internal sealed record ParkedMessageAnswer(Guid Id, string Event, ParkedOrganization? Organization, DateTime OccurredAt, int Attempts, string? LastError);

internal sealed record ParkedOrganization(Guid Id, string Slug, string Name);

internal sealed record ListParkedMessagesQuery(PageRequest Page) : IQuery<Result<Page<ParkedMessageAnswer>>>;

internal static class ListParkedMessages
{
    private static readonly Sorting<OutboxMessage> Sorting = Sorting<OutboxMessage>.ByDefault("-occurredAt").With("occurredAt", message => message.OccurredAt);

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, string? limit, string? cursor, string? sort, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(limit, cursor, sort);
        return page.Error is { } error ? error.ToProblem() : (await mediator.Send(new ListParkedMessagesQuery(page.Value), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db) : IRequestHandler<ListParkedMessagesQuery, Result<Page<ParkedMessageAnswer>>>
    {
        public Task<Result<Page<ParkedMessageAnswer>>> Handle(ListParkedMessagesQuery request, CancellationToken cancellationToken) =>
            Sorting.PageAsync(db.Set<OutboxMessage>().AsNoTracking().Where(message => message.State == OutboxState.Parked), request.Page, AnswerAsync, cancellationToken);

        private async Task<IReadOnlyList<ParkedMessageAnswer>> AnswerAsync(IReadOnlyList<OutboxMessage> page)
        {
            var ids = page.Select(message => message.OrganizationId).Distinct().ToList();
            var organizations = await db.Organizations.AsNoTracking().Where(organization => ids.Contains(organization.Id))
                .Select(organization => new ParkedOrganization(organization.Id, organization.Slug, organization.Name))
                .ToDictionaryAsync(organization => organization.Id);
            return
            [
                .. page.Select(message => new ParkedMessageAnswer(
                    message.Id, message.Name, organizations.GetValueOrDefault(message.OrganizationId), message.OccurredAt, message.Attempts, message.LastError)),
            ];
        }
    }
}
