using System.Text.Json.Nodes;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Audit.Data;
using Platform.Contracts.Tokens;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Audit.Features;

/// <summary>Writes how often a token was refused to an address. Answers null, or when that was written last where it is too soon to do so again.</summary>
internal sealed record RecordDenial(Denied Denied) : ICommand<Result<DateTime?>>, IAfterwards;

internal sealed class RecordDenialHandler(PlatformDbContext db, IMediator mediator, TimeProvider time) : IRequestHandler<RecordDenial, Result<DateTime?>>
{
    private const string RefusedOtherwise = "token.refused";

    /// <summary>What each refusal is called in the log.</summary>
    private static readonly Dictionary<string, string> Actions = new()
    {
        [ErrorCodes.TokenRevoked] = "token.used-after-revocation",
        [ErrorCodes.TokenExpired] = "token.used-after-expiry",
        [ErrorCodes.OrganizationSuspended] = "token.used-while-suspended",
        [ErrorCodes.AddressNotAllowed] = "token.used-from-other-address",
    };

    private static readonly List<string> AllActions = [.. Actions.Values, RefusedOtherwise];

    public async Task<Result<DateTime?>> Handle(RecordDenial request, CancellationToken cancellationToken)
    {
        var (denied, chain) = (request.Denied, db.OrganizationId!.Value);
        if (await mediator.Send(new GetTokenName(denied.TokenId), cancellationToken) is not { } name)
        {
            // The token is gone, and nobody is left to be told.
            return Result<DateTime?>.Of(null);
        }

        // The update locks the chain: another node that has refused the same caller waits, and then finds this one's entry.
        await db.AuditHeads.Where(head => head.Chain == chain).ExecuteUpdateAsync(set => set.SetProperty(head => head.Sequence, head => head.Sequence), cancellationToken);
        var (address, since) = (denied.Address?.ToString(), time.UtcNow() - Denials.Window);
        var written = await db.AuditEntries.AsNoTracking()
            .Where(entry => entry.TargetId == denied.TokenId && entry.At > since && AllActions.Contains(entry.Action))
            .OrderByDescending(entry => entry.Sequence)
            .Where(entry => entry.Address == address)
            .Select(entry => (DateTime?)entry.At)
            .FirstOrDefaultAsync(cancellationToken);
        if (written is null)
        {
            var action = Actions.GetValueOrDefault(denied.Code, RefusedOtherwise);
            db.Changes!.Note(new AuditFact(chain, action, "token", denied.TokenId, name, Describe(denied)));
        }

        return Result<DateTime?>.Of(written);
    }

    private static JsonObject Describe(Denied denied) => new()
    {
        ["requests"] = Now(denied.Count),
        ["reason"] = Now(denied.Code),
        ["firstAt"] = Now(ChangeSet.Text(denied.FirstAt)),
        ["lastAt"] = Now(ChangeSet.Text(denied.LastAt)),
    };

    private static JsonObject Now(JsonNode value) => new() { ["before"] = null, ["after"] = value };
}
