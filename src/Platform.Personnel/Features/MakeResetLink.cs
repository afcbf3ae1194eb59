using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <summary>A reset link to hand over, shown once.</summary>
/// <param name="Url">Where its holder chooses a new password.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record ResetLinkAnswer(string Url, DateTime ExpiresAt);

internal sealed record MakeResetLinkCommand(Guid PersonId) : ICommand<Result<OneTimeLink>>;

internal static class MakeResetLink
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var made = await mediator.Send(new MakeResetLinkCommand(id), cancellationToken);
        return made.Error is { } error
            ? error.ToProblem()
            : TypedResults.Ok(new ResetLinkAnswer(Links.PasswordReset(request.PublicAddress(), made.Value.Token), made.Value.ExpiresAt));
    }

    internal sealed class Handler(PlatformDbContext db, NewResetLinks links, LinkHandover handover, IMediator mediator) : IRequestHandler<MakeResetLinkCommand, Result<OneTimeLink>>
    {
        public async Task<Result<OneTimeLink>> Handle(MakeResetLinkCommand request, CancellationToken cancellationToken)
        {
            var person = await db.People.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.PersonId, cancellationToken);
            if (person is null)
            {
                return Error.NotFound("person");
            }

            if (person.Status != PersonStatus.Active)
            {
                return Error.Conflict(person.Status == PersonStatus.Invited
                    ? "This person has not joined yet. Make a new invitation link instead."
                    : "This person is deactivated. Reactivate them first.");
            }

            // A password is the account's: where it opens anything else, it is not this organization's to have reset.
            if (await db.PeopleOfEveryOrganization.AnyAsync(row => row.AccountId == person.AccountId && row.Id != person.Id, cancellationToken)
                || await mediator.Send(new IsOperator(person.AccountId), cancellationToken))
            {
                return Error.Conflict("This account is not your organization’s alone, so that only its owner can reset its password, by mail.");
            }

            if (await handover.CheckAsync(person, cancellationToken) is { } beyond)
            {
                return beyond;
            }

            var account = await db.Accounts.SingleAsync(row => row.Id == person.AccountId, cancellationToken);
            return await links.MakeAsync(account, person.OrganizationId, cancellationToken);
        }
    }
}
