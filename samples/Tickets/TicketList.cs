using System.Collections.Concurrent;

namespace Tickets;

/// <summary>A ticket as the API shows it.</summary>
/// <param name="Id">Counts from 1 in each organization.</param>
/// <param name="Title">What is to be done.</param>
/// <param name="OpenedBy">The name of the person or service account that opened it.</param>
/// <param name="Closed">True once it is done.</param>
internal sealed record Ticket(int Id, string Title, string OpenedBy, bool Closed = false);

/// <summary>The product's own data: tickets by organization, in memory. None sees another's.</summary>
internal sealed class TicketList
{
    private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<int, Ticket>> _organizations = new();

    public IEnumerable<Ticket> Of(Guid organization) => Mine(organization).Values.OrderBy(ticket => ticket.Id);

    public Ticket? Find(Guid organization, int id) => Mine(organization).GetValueOrDefault(id);

    public Ticket Open(Guid organization, string title, string by)
    {
        var tickets = Mine(organization);
        while (true)
        {
            var ticket = new Ticket(tickets.Count + 1, title, by);
            if (tickets.TryAdd(ticket.Id, ticket))
            {
                return ticket;
            }
        }
    }

    public Ticket? Close(Guid organization, int id)
    {
        var tickets = Mine(organization);
        while (tickets.TryGetValue(id, out var open))
        {
            var closed = open with { Closed = true };
            if (tickets.TryUpdate(id, closed, open))
            {
                return closed;
            }
        }

        return null;
    }

    private ConcurrentDictionary<int, Ticket> Mine(Guid organization) => _organizations.GetOrAdd(
        organization, _ => new() { [1] = new Ticket(1, "Replace the battery in vehicle 7", "the sample"), [2] = new Ticket(2, "Order hydrant keys", "the sample") });
}
