using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.Features;

/// <summary>The fields to change; what is left out stays.</summary>
/// <param name="Email">
/// Another address only while the person has never joined: then it is a slip of whoever added them. Later it is the account's,
/// and its holder's alone to change: 409 <c>conflict</c>.
/// </param>
internal sealed record UpdatePersonRequest(
    string? Name, Optional<string?> Title, Optional<string?> EmployeeNumber, bool? ApiAccessEnabled, string? Email = null);

internal sealed record UpdatePersonCommand(Guid Id, UpdatePersonRequest Changes, int? Version) : ICommand<Result<PersonAnswer>>, IUniqueCommand
{
    public Error OnDuplicate => Error.Conflict("There is a person with this e-mail address already.");
}

internal static class UpdatePerson
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, UpdatePersonRequest body, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var version = http.Request.ReadIfMatch();
        if (version.Error is { } malformed)
        {
            return malformed.ToProblem();
        }

        return GetPerson.Answer(await mediator.Send(new UpdatePersonCommand(id, body, version.Value), cancellationToken), http.Response);
    }

    internal sealed class Validator : AbstractValidator<UpdatePersonCommand>
    {
        public Validator()
        {
            RuleFor(x => x.Changes.Name).NotEmpty().MaximumLength(200).OverridePropertyName("name").When(x => x.Changes.Name is not null);
            RuleFor(x => x.Changes.Email).NotEmpty().EmailAddress().MaximumLength(254).OverridePropertyName("email").When(x => x.Changes.Email is not null);
            RuleFor(x => x.Changes.Title.Value).MaximumLength(200).OverridePropertyName("title");
            RuleFor(x => x.Changes.EmployeeNumber.Value).MaximumLength(50).OverridePropertyName("employeeNumber");
        }
    }

    internal sealed class Handler(PlatformDbContext db, NewPeople newPeople, Events events, IMediator mediator, TimeProvider time)
        : IRequestHandler<UpdatePersonCommand, Result<PersonAnswer>>
    {
        public async Task<Result<PersonAnswer>> Handle(UpdatePersonCommand request, CancellationToken cancellationToken)
        {
            var person = await db.People.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (person is null)
            {
                return Error.NotFound("person");
            }

            if (person.CheckVersion(request.Version) is { } stale)
            {
                return stale;
            }

            var changes = request.Changes;
            if (changes.Email is { } email && Account.Normalize(email) != person.SearchEmail
                && await ReaddressAsync(person, email, cancellationToken) is { } refused)
            {
                return refused;
            }

            var disabled = person.Change(new PersonDetails(
                changes.Name ?? person.Name,
                changes.Title.Or(person.Title),
                changes.EmployeeNumber.Or(person.EmployeeNumber),
                changes.ApiAccessEnabled ?? person.ApiAccessEnabled));
            if (disabled)
            {
                await events.PublishAsync((Kernel.Messaging.IEvent)new ApiAccessDisabled(person.OrganizationId, person.Id), cancellationToken);
            }

            await db.SaveChangesAsync(cancellationToken);
            return await mediator.ToAnswerAsync(person, cancellationToken);
        }

        /// <summary>
        /// The record moves to the account of the other address; the account of the first one is left alone. Links that were
        /// handed out end, since they went to somebody else.
        /// </summary>
        private async Task<Error?> ReaddressAsync(Person person, string email, CancellationToken cancellationToken)
        {
            var isAccounts = person.Status != PersonStatus.Invited
                || await db.Accounts.AnyAsync(row => row.Id == person.AccountId && row.PasswordHash != null, cancellationToken)
                || await db.Sessions.AnyAsync(row => row.AccountId == person.AccountId, cancellationToken)
                || await db.PeopleOfEveryOrganization.AnyAsync(row => row.AccountId == person.AccountId && row.Id != person.Id, cancellationToken);
            if (isAccounts)
            {
                return Error.Conflict("The e-mail address belongs to the person's account by now, and only its holder changes it.");
            }

            var account = await newPeople.FindOrAddAccountAsync(email, passwordHash: null, cancellationToken);
            if (await db.People.AnyAsync(row => row.AccountId == account.Id, cancellationToken))
            {
                return Error.Conflict("There is a person with this e-mail address already.");
            }

            person.Readdress(account);
            await db.WithdrawInvitationsAsync(person, time.UtcNow(), cancellationToken);
            return null;
        }
    }
}
