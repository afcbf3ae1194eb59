using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.SignIn;

/// <summary>Makes reset links: for an administrator to hand over, for the console, for a mail.</summary>
internal sealed class NewResetLinks(PlatformDbContext db, TimeProvider time)
{
    /// <summary>Makes a link; earlier ones of the account are good no more.</summary>
    /// <param name="madeIn">The administrator's organization; <see cref="OrganizationScope.Instance"/> for the host itself.</param>
    public async Task<OneTimeLink> MakeAsync(Account account, Guid madeIn, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        foreach (var earlier in await db.ResetLinks.Where(row => row.AccountId == account.Id && row.EndedAt == null).ToListAsync(cancellationToken))
        {
            earlier.Withdraw(now);
        }

        var (secret, hash) = OneTimeSecret.Create();
        var link = new ResetLink(account, hash, madeIn, now);
        db.Add(link);
        return new OneTimeLink(secret, link.ExpiresAt);
    }
}

/// <summary>Makes the link that a mail carries. The value is null where there is nobody to be mailed.</summary>
internal sealed record MakeMailedResetLink(string NormalizedEmail) : ICommand<Result<MailedResetLink?>>;

internal sealed record MailedResetLink(string Email, OneTimeLink Link);

internal sealed class ResetLinkHandler(PlatformDbContext db, NewResetLinks links, IMediator mediator) :
    IRequestHandler<MakeMailedResetLink, Result<MailedResetLink?>>, IRequestHandler<MakeOperatorResetLink, Result<OneTimeLink>>
{
    public async Task<Result<MailedResetLink?>> Handle(MakeMailedResetLink request, CancellationToken cancellationToken) =>
        // Whoever has not joined yet has an invitation to do it by.
        await db.Accounts.SingleOrDefaultAsync(row => row.NormalizedEmail == request.NormalizedEmail && row.PasswordHash != null, cancellationToken) is { } account
            ? new MailedResetLink(account.Email, await links.MakeAsync(account, OrganizationScope.Instance, cancellationToken))
            : (MailedResetLink?)null;

    public async Task<Result<OneTimeLink>> Handle(MakeOperatorResetLink request, CancellationToken cancellationToken)
    {
        var email = Account.Normalize(request.Email);
        var account = await db.Accounts.SingleOrDefaultAsync(row => row.NormalizedEmail == email, cancellationToken);
        return account is not null && await mediator.Send(new IsOperator(account.Id), cancellationToken)
            ? await links.MakeAsync(account, OrganizationScope.Instance, cancellationToken)
            : new Error(ErrorCodes.NotFound, $"No operator has the e-mail address {request.Email}.");
    }
}
