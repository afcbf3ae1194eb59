using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Kernel.Data;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.Features;

/// <summary>What other modules ask about people.</summary>
internal sealed class PeopleQueries(PlatformDbContext db, PreparedReads reads) :
    IRequestHandler<GetPersonStanding, PersonStanding?>,
    IRequestHandler<GetPersonNames, IReadOnlyDictionary<Guid, string>>,
    IRequestHandler<GetActivePeople, IReadOnlyList<Guid>>,
    IRequestHandler<GetContacts, IReadOnlyList<Contact>>,
    IRequestHandler<CountPeople, IReadOnlyDictionary<Guid, int>>
{
    /// <summary>Part of loading a grant, where it is not known yet who calls.</summary>
    public async Task<PersonStanding?> Handle(GetPersonStanding request, CancellationToken cancellationToken)
    {
        const string Standing = """
            SELECT id, account_id, name, email, status, api_access_enabled FROM personnel_person
            WHERE id = @key AND organization_id = @organization
                AND (batch_id IS NULL OR NOT EXISTS (SELECT 1 FROM kernel_open_batch b WHERE b.id = batch_id))
            """;
        return db.OrganizationId is not { } organization ? null : (await reads.OfOrganizationAsync(
            Standing,
            organization,
            request.PersonId,
            row => new PersonStanding(
                row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3), (PersonStatus)row.GetInt32(4) == PersonStatus.Active, row.GetBoolean(5)))).SingleOrDefault();
    }

    public async Task<IReadOnlyDictionary<Guid, string>> Handle(GetPersonNames request, CancellationToken cancellationToken) =>
        await db.People.AsNoTracking()
            .Where(person => request.PersonIds.Contains(person.Id))
            .ToDictionaryAsync(person => person.Id, person => person.Name, cancellationToken);

    public async Task<IReadOnlyList<Guid>> Handle(GetActivePeople request, CancellationToken cancellationToken) =>
        await db.People.AsNoTracking()
            .Where(person => request.PersonIds.Contains(person.Id) && person.Status == PersonStatus.Active)
            .Select(person => person.Id)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Contact>> Handle(GetContacts request, CancellationToken cancellationToken) =>
        await db.People.AsNoTracking()
            .Where(person => request.PersonIds.Contains(person.Id) && person.Status == PersonStatus.Active)
            .Select(person => new Contact(person.Id, person.Name, person.Email))
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyDictionary<Guid, int>> Handle(CountPeople request, CancellationToken cancellationToken) =>
        await db.PeopleOfEveryOrganization.AsNoTracking()
            .Where(person => request.OrganizationIds.Contains(person.OrganizationId))
            .GroupBy(person => person.OrganizationId)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
}

/// <summary>What the host has made when it sets up an instance or an organization.</summary>
internal sealed class SettingUp(PlatformDbContext db, NewPeople newPeople, IMediator mediator) :
    IRequestHandler<CreateAdministrator, Result<CreatedPerson>>,
    IRequestHandler<EnsureAccount, Result<EnsuredAccount>>
{
    public async Task<Result<CreatedPerson>> Handle(CreateAdministrator request, CancellationToken cancellationToken)
    {
        var added = await newPeople.AddAsync(
            new PersonDetails(request.Name, null, null, ApiAccessEnabled: false), request.Email, request.PasswordHash, cancellationToken);
        if (added.Error is { } error)
        {
            return error;
        }

        var person = added.Value;
        var assigned = await mediator.Send(new AssignBuiltInRole([person.Id], BuiltInRoles.Administrator), cancellationToken);
        if (assigned.Error is { } refused)
        {
            return refused;
        }

        // Only a new account's password is the host's to set: an existing one keeps its own and accepts with it. Hashes are
        // salted, so the very same one can only be the one that was set by this command.
        var account = await db.Accounts.SingleAsync(row => row.Id == person.AccountId, cancellationToken);
        if (request.PasswordHash is not null && account.PasswordHash == request.PasswordHash)
        {
            person.Activate();
            return new CreatedPerson(person.Id, null, null);
        }

        var (secret, expiresAt) = await newPeople.InviteAsync(person, cancellationToken);
        return new CreatedPerson(person.Id, secret, expiresAt);
    }

    public async Task<Result<EnsuredAccount>> Handle(EnsureAccount request, CancellationToken cancellationToken) =>
        new EnsuredAccount((await newPeople.FindOrAddAccountAsync(request.Email, request.PasswordHash, cancellationToken)).Id);
}
