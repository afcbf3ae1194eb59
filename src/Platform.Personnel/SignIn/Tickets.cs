using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.SignIn;

/// <summary>Keeps the server's side of a step; its value is the secret by which the next step finds it.</summary>
internal sealed record IssueTicket(TicketKind Kind, Guid? AccountId, string State) : ICommand<Result<string>>;

/// <summary>Takes a ticket: it is gone with this, whatever comes of the step. The value is null where there is none such.</summary>
internal sealed record TakeTicket(TicketKind Kind, string? Secret) : ICommand<Result<Ticket?>>;

internal sealed class TicketHandler(PlatformDbContext db, TimeProvider time) :
    IRequestHandler<IssueTicket, Result<string>>, IRequestHandler<TakeTicket, Result<Ticket?>>
{
    public Task<Result<string>> Handle(IssueTicket request, CancellationToken cancellationToken)
    {
        var (secret, hash) = OneTimeSecret.Create();
        db.Add(new Ticket(request.Kind, request.AccountId, hash, request.State, time.UtcNow()));
        return Task.FromResult<Result<string>>(secret);
    }

    public async Task<Result<Ticket?>> Handle(TakeTicket request, CancellationToken cancellationToken)
    {
        var ticket = await db.Tickets.FindOpenAsync(request.Kind, request.Secret, time.UtcNow(), cancellationToken);
        if (ticket is not null)
        {
            db.Remove(ticket);
        }

        return ticket;
    }
}

internal static class TicketQueries
{
    public static async Task<Ticket?> FindOpenAsync(
        this IQueryable<Ticket> tickets, TicketKind kind, string? secret, DateTime now, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(secret) || secret.Length > 200)
        {
            return null;
        }

        var hash = OneTimeSecret.HashOf(secret);
        return await tickets.SingleOrDefaultAsync(row => row.Hash == hash && row.Kind == kind && row.ExpiresAt > now, cancellationToken);
    }
}
