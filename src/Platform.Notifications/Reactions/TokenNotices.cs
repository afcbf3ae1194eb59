using System.Text.Json;
using Platform.Contracts.Notifications;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Outbox;

namespace Platform.Notifications.Reactions;

/// <summary>
/// What is said of tokens, and to whom: to the person whose token it is; of other tokens to those who may issue tokens, but not of
/// what they have just done themselves. Of an end that comes and of a leak both are told.
/// </summary>
internal sealed class TokenNotices(Audience audience)
{
    private const string OwnPage = "/user-token";

    /// <summary>A notice is short; the log has the whole of it.</summary>
    private const int MaxUrl = 300;

    public Task<IReadOnlyList<Telling>> OfAsync(OutboxDelivery happened, CancellationToken cancellationToken) => happened.Name switch
    {
        EventNames.TokenExpiring => EndingAsync(Read<TokenExpiring>(happened), happened.OccurredAt, cancellationToken),
        EventNames.TokenExpired => EndedAsync(Read<TokenExpired>(happened), cancellationToken),
        EventNames.TokenLeaked => LeakedAsync(Read<TokenLeaked>(happened), cancellationToken),
        EventNames.TokenCreated => CreatedAsync(Read<TokenCreated>(happened), happened.ActorId, cancellationToken),
        EventNames.TokenRotated => RotatedAsync(Read<TokenRotated>(happened), happened.ActorId, cancellationToken),
        // Of a leaked one it is told that it was.
        EventNames.TokenRevoked when Read<TokenRevoked>(happened) is { Reason: not "leaked" } token => RevokedAsync(token, happened.ActorId, cancellationToken),
        EventNames.TokenUsedAfterRotation => UsedLateAsync(Read<TokenUsedAfterRotation>(happened), cancellationToken),
        EventNames.TokenUsedFromNewAddress when Read<TokenUsedFromNewAddress>(happened) is var token => UnusualAsync(
            token.OwnerPersonId,
            token.CreatorPersonId,
            token.TokenId,
            $"{token.TokenName} is used from a new place",
            $"{token.TokenName} ({token.Display}) was used from {token.Address} for the first time. If that was nobody of yours, revoke it.",
            cancellationToken),
        EventNames.TokenIdle when Read<TokenIdle>(happened) is var token => UnusualAsync(
            token.OwnerPersonId,
            token.CreatorPersonId,
            token.TokenId,
            $"{token.TokenName} is no longer used",
            $"{token.TokenName} ({token.Display}) was used last on {token.LastUsedAt:yyyy-MM-dd}. If nobody needs it, revoke it.",
            cancellationToken),
        EventNames.TokenNeverUsed when Read<TokenNeverUsed>(happened) is var token => UnusualAsync(
            token.OwnerPersonId,
            token.CreatorPersonId,
            token.TokenId,
            $"{token.TokenName} was never used",
            $"{token.TokenName} ({token.Display}) was made on {token.CreatedAt:yyyy-MM-dd} and never used. If nobody needs it, revoke it.",
            cancellationToken),
        _ => Task.FromResult<IReadOnlyList<Telling>>([]),
    };

    private async Task<IReadOnlyList<Telling>> EndingAsync(TokenExpiring token, DateTime now, CancellationToken cancellationToken)
    {
        var settings = await audience.SettingsAsync(cancellationToken);
        var title = $"{token.TokenName}{Wording.For(token.Integrations)} ends on {Wording.Date(token.ExpiresAt, settings)}";
        var body = $"{token.TokenName} ({token.Display}){Wording.UsedFor(token.Integrations)} ends on {Wording.DateAndTime(token.ExpiresAt, settings)}, {Wording.InDays(token.ExpiresAt - now)}. Its life can't be extended.";
        return await BothAsync(
            token.OwnerPersonId,
            token.TokenId,
            new Told($"Your API token {title}", $"{body} Replace it by a new one on your page before then, and put the new secret wherever you use it."),
            new Told(
                $"API token {title}",
                token.OwnerPersonId is null
                    ? $"{body} Rotate it before then, with an overlap, and give the new secret to whatever uses it."
                    : $"{body} It is a person's own: they can replace it, and were told, too."),
            cancellationToken);
    }

    private async Task<IReadOnlyList<Telling>> EndedAsync(TokenExpired token, CancellationToken cancellationToken)
    {
        var settings = await audience.SettingsAsync(cancellationToken);
        var title = $"{token.TokenName}{Wording.For(token.Integrations)} has expired";
        var body = $"{token.TokenName} ({token.Display}){Wording.UsedFor(token.Integrations)} works no more since {Wording.DateAndTime(token.ExpiresAt, settings)}.";
        return await BothAsync(
            token.OwnerPersonId,
            token.TokenId,
            new Told($"Your API token {title}", $"{body} If you still need one, generate a new one."),
            new Told($"API token {title}", $"{body} If it is still needed, issue a new one."),
            cancellationToken);
    }

    private Task<IReadOnlyList<Telling>> LeakedAsync(TokenLeaked leak, CancellationToken cancellationToken)
    {
        var where = leak.Url is { } url ? $" at {url.Cut(MaxUrl)}" : "";
        var finder = leak.Source is { } source ? $" by {source}" : "";
        var body = $"{leak.TokenName} ({leak.Display}) was found{where}{finder} and was revoked at once. Issue a new one, and see in the audit log what the old one was used for.";
        return BothAsync(leak.OwnerPersonId, leak.TokenId, new Told($"Your API token {leak.TokenName} has leaked", body), new Told($"The API token {leak.TokenName} has leaked", body), cancellationToken);
    }

    private Task<IReadOnlyList<Telling>> CreatedAsync(TokenCreated token, Guid? actor, CancellationToken cancellationToken) => EitherAsync(
        token.OwnerPersonId,
        actor,
        token.TokenId,
        new Told($"Your API token {token.TokenName} is ready", $"{token.TokenName} ({token.Display}) was generated for you. If that was not you, remove it and change your password."),
        new Told($"The API token {token.TokenName} was issued", $"{token.TokenName} ({token.Display}) was issued. See on its page by whom and what it may do."),
        cancellationToken);

    private async Task<IReadOnlyList<Telling>> RotatedAsync(TokenRotated token, Guid? actor, CancellationToken cancellationToken)
    {
        var settings = await audience.SettingsAsync(cancellationToken);
        var body = $"{token.TokenName} ({token.Display}) was replaced by a new token and ends on {Wording.DateAndTime(token.EndsAt, settings)}. Whatever uses it needs the new secret by then.";
        return await EitherAsync(
            token.OwnerPersonId, actor, token.TokenId, new Told($"Your API token {token.TokenName} was replaced", body), new Told($"The API token {token.TokenName} was replaced", body), cancellationToken);
    }

    private Task<IReadOnlyList<Telling>> RevokedAsync(TokenRevoked token, Guid? actor, CancellationToken cancellationToken)
    {
        var body = $"{token.TokenName} ({token.Display}) works no more: {token.Reason ?? "no reason given"}.";
        return EitherAsync(
            token.OwnerPersonId, actor, token.TokenId, new Told($"Your API token {token.TokenName} was revoked", body), new Told($"The API token {token.TokenName} was revoked", body), cancellationToken);
    }

    private Task<IReadOnlyList<Telling>> UsedLateAsync(TokenUsedAfterRotation use, CancellationToken cancellationToken)
    {
        var told = new Told(
            $"{use.TokenName} was replaced and is still in use",
            $"{use.TokenName} ({use.Display}) was replaced and has ended, but somebody at {use.Address ?? "an unknown address"} still tries it{(use.UserAgent is { } agent ? $" with {agent}" : "")}.");
        return EitherAsync(use.OwnerPersonId, null, use.TokenId, told, told, cancellationToken);
    }

    /// <summary>The owner; of a service account's token whoever made it, and where they have left those who may issue tokens.</summary>
    private async Task<IReadOnlyList<Telling>> UnusualAsync(Guid? owner, Guid? creator, Guid tokenId, string title, string body, CancellationToken cancellationToken)
    {
        var told = new Told(title, body);
        return owner is null && creator is { } maker && (await audience.ReachAsync([maker], cancellationToken)).Count > 0
            ? [Shown([maker], told, tokenId, "you have made this token")]
            : await EitherAsync(owner, null, tokenId, told, told, cancellationToken);
    }

    /// <summary>The owner, or else those who may issue tokens; of them not the one whose act it was.</summary>
    private async Task<IReadOnlyList<Telling>> EitherAsync(Guid? owner, Guid? actor, Guid tokenId, Told own, Told other, CancellationToken cancellationToken) =>
        owner is { } person ? [Own(person, own)] : [Others(await HoldersAsync(actor, cancellationToken), other, tokenId)];

    /// <summary>The owner, and those who may issue tokens.</summary>
    private async Task<IReadOnlyList<Telling>> BothAsync(Guid? owner, Guid tokenId, Told own, Told other, CancellationToken cancellationToken)
    {
        var others = Others(await HoldersAsync(owner, cancellationToken), other, tokenId);
        return owner is { } person ? [Own(person, own), others] : [others];
    }

    private async Task<IReadOnlyList<Guid>> HoldersAsync(Guid? but, CancellationToken cancellationToken) =>
        [.. (await audience.HoldingAsync(TokensPermissions.Write, cancellationToken)).Where(person => person != but)];

    private static Telling Own(Guid owner, Told told) => new([owner], told.Title, told.Body, OwnPage, "Open your token", "it is your token");

    private static Telling Others(IReadOnlyList<Guid> people, Told told, Guid tokenId) => Shown(people, told, tokenId, "you may issue tokens");

    private static Telling Shown(IReadOnlyList<Guid> people, Told told, Guid tokenId, string because) => new(people, told.Title, told.Body, $"/tokens/{tokenId}", "Open the token", because);

    private static T Read<T>(OutboxDelivery happened) => JsonSerializer.Deserialize<T>(happened.Payload, JsonSerializerOptions.Web)!;

    private sealed record Told(string Title, string Body);
}
