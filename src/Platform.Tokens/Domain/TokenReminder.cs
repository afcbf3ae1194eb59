using Platform.Kernel.Data;

namespace Platform.Tokens.Domain;

/// <summary>That a token's coming end was told of at one of the organization's reminder days: once, whoever asks, on whichever node.</summary>
internal sealed class TokenReminder : IOrganizationScoped, INoGrantEffect
{
    private TokenReminder()
    {
    }

    public TokenReminder(Guid tokenId, int days, DateTime now) => (TokenId, Days, SentAt) = (tokenId, days, now);

    public Guid OrganizationId { get; private init; }

    public Guid TokenId { get; private init; }

    /// <summary>Which of the organization's reminder days.</summary>
    public int Days { get; private init; }

    public DateTime SentAt { get; private init; }
}
