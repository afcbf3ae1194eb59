using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Notifications;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <summary>A person to be added.</summary>
/// <param name="RoleIds">The person's roles; giving any needs <c>roles:assign</c> too.</param>
/// <param name="Invite">True for an invitation: mailed where the host has a mail server, else a link in the answer.</param>
internal sealed record CreatePersonRequest(
    string? Name, string? Email, string? Title, string? EmployeeNumber, IReadOnlyList<Guid>? RoleIds, bool ApiAccessEnabled, bool Invite);

/// <summary>The new person.</summary>
/// <param name="Invitation">The link to hand over, shown this once, or where it was mailed to; null where nobody was invited.</param>
internal sealed record CreatePersonAnswer(
    Guid Id,
    string Name,
    string Email,
    string? Title,
    string? EmployeeNumber,
    string Status,
    bool ApiAccessEnabled,
    IReadOnlyList<RoleName> Roles,
    DateTime CreatedAt,
    DateTime? LastSignInAt,
    int Version,
    InvitationLink? Invitation);

internal sealed record CreatePersonCommand(PersonDetails Details, string Email, IReadOnlyList<Guid> RoleIds, bool Invite)
    : ICommand<Result<CreatedPerson>>, IUniqueCommand
{
    public Error OnDuplicate => Error.Conflict("There is a person with this e-mail address already.");
}

internal static class CreatePerson
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(CreatePersonRequest body, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        if (new Validator().Check(body) is { } invalid)
        {
            return invalid.ToProblem();
        }

        var details = new PersonDetails(body.Name!, body.Title, body.EmployeeNumber, body.ApiAccessEnabled);
        var created = await mediator.Send(new CreatePersonCommand(details, body.Email!, body.RoleIds ?? [], body.Invite), cancellationToken);
        if (created.Error is { } error)
        {
            return error.ToProblem();
        }

        var person = (await mediator.Send(new GetPersonQuery(created.Value.Id), cancellationToken)).Value;
        http.Response.WriteETag(person.Version);
        return TypedResults.Created($"/api/v1/people/{person.Id}", new CreatePersonAnswer(
            person.Id,
            person.Name,
            person.Email,
            person.Title,
            person.EmployeeNumber,
            person.Status,
            person.ApiAccessEnabled,
            person.Roles,
            person.CreatedAt,
            person.LastSignInAt,
            person.Version,
            created.Value.InvitationExpiresAt is { } expiresAt ? http.Request.InvitationLink(created.Value.InvitationToken, person.Email, expiresAt) : null));
    }

    internal sealed class Validator : AbstractValidator<CreatePersonRequest>
    {
        public Validator()
        {
            RuleFor(x => x.Name).NotEmpty().MaximumLength(200);
            RuleFor(x => x.Email).NotEmpty().EmailAddress().MaximumLength(254);
            RuleFor(x => x.Title).MaximumLength(200);
            RuleFor(x => x.EmployeeNumber).MaximumLength(50);
        }
    }

    internal sealed class Handler(IMediator mediator, NewPeople newPeople) : IRequestHandler<CreatePersonCommand, Result<CreatedPerson>>
    {
        public async Task<Result<CreatedPerson>> Handle(CreatePersonCommand request, CancellationToken cancellationToken)
        {
            var person = await newPeople.AddAsync(request.Details, request.Email, passwordHash: null, cancellationToken);
            if (person.Error is { } error)
            {
                return error;
            }

            if (request.RoleIds.Count > 0)
            {
                var assigned = await mediator.Send(new AssignRoles(person.Value.Id, request.RoleIds), cancellationToken);
                if (assigned.Error is { } refused)
                {
                    return refused;
                }
            }

            if (!request.Invite)
            {
                return new CreatedPerson(person.Value.Id, null, null);
            }

            var (secret, expiresAt) = await newPeople.InviteAsync(person.Value, cancellationToken);
            return new CreatedPerson(person.Value.Id, secret, expiresAt);
        }
    }
}

/// <summary>Adds people and invites them: shared by the administrator's form and the host's own setting up.</summary>
internal sealed class NewPeople(PlatformDbContext db, Events events, IMediator mediator, Caller caller, TimeProvider time)
{
    /// <summary>Adds a person under the account of the e-mail address, which is made where it is new.</summary>
    public async Task<Result<Person>> AddAsync(PersonDetails details, string email, string? passwordHash, CancellationToken cancellationToken)
    {
        var account = await FindOrAddAccountAsync(email, passwordHash, cancellationToken);
        if (await db.People.AnyAsync(row => row.AccountId == account.Id, cancellationToken))
        {
            return Error.Conflict("There is a person with this e-mail address already.");
        }

        var person = Person.Create(account, details, time.UtcNow());
        db.Add(person);
        await db.SaveChangesAsync(cancellationToken);
        await events.PublishAsync((Contracts.Personnel.PersonCreated)new(person.OrganizationId, person.Id), cancellationToken);
        return person;
    }

    public async Task<Account> FindOrAddAccountAsync(string email, string? passwordHash, CancellationToken cancellationToken)
    {
        var normalized = Account.Normalize(email);
        var account = await db.Accounts.SingleOrDefaultAsync(row => row.NormalizedEmail == normalized, cancellationToken);
        if (account is null)
        {
            account = Account.Create(email, passwordHash, time.UtcNow());
            db.Add(account);
        }

        return account;
    }

    /// <summary>
    /// Makes a link; earlier ones of the person are good no more. Where it is mailed there is no secret in the answer: the one
    /// that the mail carries is made when it is sent.
    /// </summary>
    public async Task<(string? Secret, DateTime ExpiresAt)> InviteAsync(Person person, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        foreach (var earlier in await db.Invitations.Where(row => row.PersonId == person.Id && row.EndedAt == null).ToListAsync(cancellationToken))
        {
            earlier.Withdraw(now);
        }

        var (secret, hash) = OneTimeSecret.Create();
        var invitation = new Invitation(person, hash, now);
        db.Add(invitation);
        var mailed = caller.PublicAddress is not null && await mediator.Send(new IsMailConfigured(), cancellationToken);
        await events.PublishAsync<PersonInvited>(
            new(person.OrganizationId, person.Id, person.Name, mailed ? caller.PublicAddress : null), cancellationToken);
        return (mailed ? null : secret, invitation.ExpiresAt);
    }
}
