using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>One who has used a token since it was replaced: the systems that do not have the new one yet.</summary>
/// <param name="Address">Null where it is not known.</param>
/// <param name="Agent">The <c>User-Agent</c>, at most 200 characters; null where none was sent.</param>
/// <param name="LastAt">Right to about a second.</param>
internal sealed record TokenCallerAnswer(string? Address, string? Agent, DateTime LastAt, long UseCount);

internal sealed record ListTokenCallersQuery(Guid Id) : IQuery<Result<IReadOnlyList<TokenCallerAnswer>>>;

internal static class ListTokenCallers
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListTokenCallersQuery(id), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db) : IRequestHandler<ListTokenCallersQuery, Result<IReadOnlyList<TokenCallerAnswer>>>
    {
        public async Task<Result<IReadOnlyList<TokenCallerAnswer>>> Handle(ListTokenCallersQuery request, CancellationToken cancellationToken)
        {
            if (!await db.Tokens.AnyAsync(row => row.Id == request.Id, cancellationToken))
            {
                return Error.NotFound("token");
            }

            var callers = await db.TokenCallers.AsNoTracking()
                .Where(row => row.TokenId == request.Id)
                .OrderByDescending(row => row.LastAt).ThenBy(row => row.Address).ThenBy(row => row.Agent)
                .Take(TokenCaller.AtMost)
                .ToListAsync(cancellationToken);
            return callers.ConvertAll(caller => new TokenCallerAnswer(Text(caller.Address), Text(caller.Agent), caller.LastAt, caller.UseCount));
        }

        private static string? Text(string text) => text.Length == 0 ? null : text;
    }
}
