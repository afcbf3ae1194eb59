using System.Collections.Concurrent;
using System.Net;
using Platform.Kernel.Data;
using Platform.Kernel.Metering;

namespace Platform.Kernel.Auditing;

/// <summary>Refusals of one API token to one caller, as the log is to have them.</summary>
/// <param name="OrganizationId">The token's organization; the instance's for an application's token.</param>
/// <param name="Address">Where they came from; null for the rest of too many addresses, and where it was not told.</param>
/// <param name="Agent">The last one's <c>User-Agent</c>.</param>
/// <param name="Code">Why the last one was refused: one of <see cref="Results.ErrorCodes"/>.</param>
public sealed record Denied(
    Guid OrganizationId, Guid TokenId, IPAddress? Address, string? Agent, string Code, long Count, DateTime FirstAt, DateTime LastAt);

/// <summary>
/// Counts in memory how often tokens that are good no more, or may not be used from there, are tried all the same. Nothing waits
/// for the log on a request's path: the Audit module takes from here, and for each token and address at most once an hour.
/// </summary>
public sealed class Denials
{
    /// <summary>The log has one entry of a token and an address in this time.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Addresses of one token that are told apart; further ones are counted as one.</summary>
    public const int MostAddresses = 20;

    /// <summary>Tokens that are counted at a time: more would be a fault of the instance, not of a caller.</summary>
    public const int MostTokens = 10_000;

    private const int LongestAgent = 200;
    private static readonly IPAddress Others = IPAddress.None;

    private readonly ConcurrentDictionary<Guid, OfToken> _tokens = new();

    /// <summary>Tokens that are being counted.</summary>
    public int Tokens => _tokens.Count;

    public void Count(Guid organizationId, Guid tokenId, string code, IPAddress? address, string? agent, DateTime now)
    {
        // Counting takes every lock of the dictionary, and is asked for a new token only.
        if (!_tokens.ContainsKey(tokenId) && _tokens.Count >= MostTokens)
        {
            return;
        }

        while (!_tokens.GetOrAdd(tokenId, static (_, organization) => new OfToken(organization), organizationId).Count(code, address?.Plain() ?? Others, agent, now))
        {
            // It was forgotten at this very moment; there is another one by now.
        }
    }

    /// <summary>Takes what is due to be written, and forgets what nobody has tried for a while.</summary>
    public IReadOnlyList<Denied> Take(int atMost, DateTime now)
    {
        var due = new List<Denied>();
        foreach (var (id, token) in _tokens)
        {
            if (due.Count >= atMost)
            {
                break;
            }

            if (token.Take(id, due, atMost, now))
            {
                _tokens.TryRemove(new KeyValuePair<Guid, OfToken>(id, token));
            }
        }

        return due;
    }

    /// <summary>They could not be written now: they are counted on, and are due again at that time.</summary>
    public void Return(Denied denied, DateTime dueAt)
    {
        while (!_tokens.GetOrAdd(denied.TokenId, static (_, organization) => new OfToken(organization), denied.OrganizationId).Return(denied, dueAt))
        {
        }
    }

    private sealed class OfToken(Guid organizationId)
    {
        private readonly Dictionary<IPAddress, Place> _places = [];
        private bool _isForgotten;

        public bool Count(string code, IPAddress address, string? agent, DateTime now)
        {
            lock (_places)
            {
                if (!_isForgotten)
                {
                    var place = PlaceOf(address);
                    place.FirstAt = place.Count == 0 ? now : place.FirstAt;
                    place.Count++;
                    (place.LastAt, place.Code, place.Agent) = (now, code, agent?.Cut(LongestAgent));
                }

                return !_isForgotten;
            }
        }

        /// <summary>True where nothing is left to be counted on.</summary>
        public bool Take(Guid id, List<Denied> due, int atMost, DateTime now)
        {
            lock (_places)
            {
                foreach (var (address, place) in _places.Where(row => row.Value.DueAt <= now).ToList())
                {
                    if (place.Count == 0)
                    {
                        _places.Remove(address);
                    }
                    else if (due.Count < atMost)
                    {
                        due.Add(new Denied(organizationId, id, address.Equals(Others) ? null : address, place.Agent, place.Code, place.Count, place.FirstAt, place.LastAt));
                        (place.Count, place.DueAt) = (0, now + Window);
                    }
                }

                return _isForgotten = _places.Count == 0;
            }
        }

        public bool Return(Denied denied, DateTime dueAt)
        {
            lock (_places)
            {
                if (!_isForgotten)
                {
                    var place = PlaceOf(denied.Address ?? Others);
                    if (place.Count == 0)
                    {
                        (place.LastAt, place.Code, place.Agent) = (denied.LastAt, denied.Code, denied.Agent);
                    }

                    (place.Count, place.FirstAt, place.DueAt) = (place.Count + denied.Count, denied.FirstAt, dueAt);
                }

                return !_isForgotten;
            }
        }

        private Place PlaceOf(IPAddress address)
        {
            if (_places.TryGetValue(address, out var place))
            {
                return place;
            }

            // One place is kept for all that are one too many.
            return _places.Count < MostAddresses ? _places[address] = new Place()
                : _places.TryGetValue(Others, out var rest) ? rest
                : _places[Others] = new Place();
        }
    }

    private sealed class Place
    {
        public long Count { get; set; }

        public DateTime FirstAt { get; set; }

        public DateTime LastAt { get; set; }

        public DateTime DueAt { get; set; }

        public string Code { get; set; } = "";

        public string? Agent { get; set; }
    }
}
