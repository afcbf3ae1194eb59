using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Jobs;

/// <summary>
/// Reminds of tokens that end soon, at the organization's reminder days, once for each token and day: at the nearest day alone,
/// however long nobody has looked. One that is being replaced ends without a word: its owner has the other.
/// </summary>
internal sealed record RemindOfExpiry : IRequest<Result<int>>;

/// <summary>Reminds of those among these that end within so many days and that nobody has been reminded of meanwhile.</summary>
internal sealed record RemindOfSome(IReadOnlyList<Guid> TokenIds, int Days) : ITurn;

internal sealed class RemindOfExpiryHandler(PlatformDbContext db, OrganizationScope scope, IMediator mediator, Sweep sweep, Events events, TimeProvider time) :
    IRequestHandler<RemindOfExpiry, Result<int>>, IRequestHandler<RemindOfSome, Result<Turn>>
{
    public async Task<Result<int>> Handle(RemindOfExpiry request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new GetOrganizationStanding(scope.Id!.Value), cancellationToken) is { IsSuspended: true })
        {
            // Nobody could do anything about it. Once it works again, the nearest day is told of.
            return 0;
        }

        var settings = await mediator.Send(new GetReminderSettings(scope.Id!.Value), cancellationToken);
        var (now, nearer, count) = (time.UtcNow(), 0, 0);
        foreach (var days in settings?.Days.Order() ?? Enumerable.Empty<int>())
        {
            var (after, until) = (now.AddDays(nearer), now.AddDays(days));
            var ending = await Ending(days)
                .Where(token => token.EndsAt > after && token.EndsAt <= until)
                .OrderBy(token => token.EndsAt).ThenBy(token => token.Id)
                .Select(token => token.Id)
                .ToListAsync(cancellationToken);
            var reminded = await sweep.RunAsync(ending, some => new RemindOfSome(some, days), cancellationToken);
            if (reminded.Error is { } error)
            {
                return error;
            }

            (nearer, count) = (days, count + reminded.Value);
        }

        return count;
    }

    public async Task<Result<Turn>> Handle(RemindOfSome request, CancellationToken cancellationToken)
    {
        var (beganAt, now) = (time.GetTimestamp(), time.UtcNow());
        var until = now.AddDays(request.Days);

        // By their ids alone: with the rest in the question, SQLite may go through all that end soon.
        var reminded = await db.Set<TokenReminder>()
            .Where(reminder => request.TokenIds.Contains(reminder.TokenId) && reminder.Days == request.Days)
            .Select(reminder => reminder.TokenId)
            .ToListAsync(cancellationToken);
        var found = await db.Tokens.AsNoTracking().Where(token => request.TokenIds.Contains(token.Id)).ToListAsync(cancellationToken);
        var ending = found
            .Where(token => token.State == TokenState.Live && token.EndsAt > now && token.EndsAt <= until)
            .ExceptBy(reminded, token => token.Id)
            .OrderBy(token => token.EndsAt).ThenBy(token => token.Id)
            .ToList();
        foreach (var token in ending)
        {
            db.Add(new TokenReminder(token.Id, request.Days, now));
            await events.PublishAsync<TokenExpiring>(
                new(token.OrganizationId, token.Id, token.Name, token.Display, token.OwnerPersonId, token.Integrations, token.EndsAt, request.Days), cancellationToken);
        }

        return new Turn(ending.Count, beganAt);
    }

    private IQueryable<Token> Ending(int days) => db.Tokens
        .Where(token => token.State == TokenState.Live && !db.Set<TokenReminder>().Any(reminder => reminder.TokenId == token.Id && reminder.Days == days));
}
