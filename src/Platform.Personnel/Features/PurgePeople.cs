using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Results;
using Platform.Personnel.Data;

namespace Platform.Personnel.Features;

/// <summary>
/// Deletes people of an organization that is no more, with the accounts that belonged only there. An account with a record in
/// another organization, of whatever status, is that one's too and stays, as does an operator's.
/// </summary>
internal static class PurgePeopleUseCase
{
    internal sealed class Handler(PlatformDbContext db, IMediator mediator) : IRequestHandler<PurgePeople, Result<int>>
    {
        public async Task<Result<int>> Handle(PurgePeople request, CancellationToken cancellationToken)
        {
            using var _ = db.Scope.Within(request.OrganizationId);
            var people = await db.People.AsNoTracking().IgnoreQueryFilters([PlatformModel.BatchFilter])
                .OrderBy(person => person.Id).Take(request.AtMost)
                .Select(person => new { person.Id, person.AccountId })
                .ToListAsync(cancellationToken);
            var accounts = people.Select(person => person.AccountId).ToList();
            var elsewhere = await db.PeopleOfEveryOrganization.AsNoTracking().IgnoreQueryFilters([PlatformModel.BatchFilter])
                .Where(person => accounts.Contains(person.AccountId) && person.OrganizationId != request.OrganizationId)
                .Select(person => person.AccountId)
                .ToListAsync(cancellationToken);
            var orphans = new List<Guid>();
            foreach (var account in accounts.Except(elsewhere))
            {
                if (!await mediator.Send(new IsOperator(account), cancellationToken))
                {
                    orphans.Add(account);
                }
            }

            await DeleteAccountsAsync(orphans, request.OrganizationId, cancellationToken);
            var ids = people.Select(person => person.Id).ToList();
            return await db.People.IgnoreQueryFilters([PlatformModel.BatchFilter]).Where(person => ids.Contains(person.Id)).ExecuteDeleteAsync(cancellationToken);
        }

        /// <summary>And the sessions that were last here: they have ended by themselves, as nobody could refresh them.</summary>
        private async Task DeleteAccountsAsync(List<Guid> accounts, Guid organizationId, CancellationToken cancellationToken)
        {
            var ended = db.Sessions.Where(session => accounts.Contains(session.AccountId) || session.LastOrganizationId == organizationId);
            await db.RefreshTokens.Where(refresh => ended.Any(session => session.Id == refresh.SessionId)).ExecuteDeleteAsync(cancellationToken);
            await ended.ExecuteDeleteAsync(cancellationToken);
            if (accounts.Count == 0)
            {
                return;
            }

            var emails = db.Accounts.Where(account => accounts.Contains(account.Id)).Select(account => account.NormalizedEmail);
            await db.SignInAttempts.Where(attempts => emails.Contains(attempts.NormalizedEmail)).ExecuteDeleteAsync(cancellationToken);
            await db.RecoveryCodes.Where(code => accounts.Contains(code.AccountId)).ExecuteDeleteAsync(cancellationToken);
            await db.Passkeys.Where(passkey => accounts.Contains(passkey.AccountId)).ExecuteDeleteAsync(cancellationToken);
            await db.ResetLinks.Where(link => accounts.Contains(link.AccountId)).ExecuteDeleteAsync(cancellationToken);
            await db.Tickets.Where(ticket => ticket.AccountId != null && accounts.Contains(ticket.AccountId.Value)).ExecuteDeleteAsync(cancellationToken);
            await db.Accounts.Where(account => accounts.Contains(account.Id)).ExecuteDeleteAsync(cancellationToken);
        }
    }
}
