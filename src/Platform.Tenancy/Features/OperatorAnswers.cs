using Platform.Contracts.Personnel;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <summary>Somebody who runs the instance, or was invited to.</summary>
/// <param name="Status"><c>active</c> or <c>invited</c>: only an active one may do anything.</param>
/// <param name="SecondFactor">True where the account has an authenticator app or a passkey.</param>
/// <param name="CreatedAt">When the operator was made or invited.</param>
/// <param name="InvitedUntil">Until when the invitation is good; null for who has joined.</param>
/// <param name="LastSeenAt">When a session of the account last fetched an access token; null for never.</param>
/// <param name="Current">True for the one that asks.</param>
internal sealed record OperatorAnswer(
    Guid Id, string Email, string Status, bool SecondFactor, DateTime CreatedAt, DateTime? InvitedUntil, DateTime? LastSeenAt, bool Current)
{
    public static OperatorAnswer Of(Operator op, AccountStanding? account, Guid? caller) => new(
        op.Id,
        op.Email,
        op.InvitedUntil is null ? "active" : "invited",
        account?.HasSecondFactor == true,
        op.CreatedAt,
        op.InvitedUntil,
        // The sessions of who was only invited are none of the instance's business.
        op.InvitedUntil is null ? account?.LastSeenAt : null,
        op.AccountId == caller);
}
