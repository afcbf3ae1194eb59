using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Roles;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.Import;

/// <summary>A person that an import is to add.</summary>
internal sealed record NewPerson(PersonDetails Details, string Email, IReadOnlyList<Guid> RoleIds);

/// <summary>Opens the batch of an import, in which its people are hidden until it lands.</summary>
internal sealed record BeginImport : ICommand<Result<Guid>>, IUniqueCommand
{
    public Error OnDuplicate => Error.Conflict("Another import is running in this organization. Wait until it is done; one that broke off is given up after two minutes.");
}

/// <summary>Writes some of the people. Nobody sees them yet.</summary>
/// <param name="At">When the import began: they all come to be at once.</param>
internal sealed record StagePeople(Guid BatchId, IReadOnlyList<NewPerson> People, DateTime At) : ICommand<Result<StagedPeople>>, IUniqueCommand
{
    /// <summary>Somebody else made one of the accounts at the same moment: written again, the people find it.</summary>
    public static readonly Error Raced = Error.Conflict("Somebody else is adding the same people just now. Try again.");

    public Error OnDuplicate => Raced;
}

/// <param name="BeganAt">The timestamp at which it was this command's turn to write.</param>
/// <param name="NewAccounts">How many accounts had to be made.</param>
internal sealed record StagedPeople(long BeganAt, int NewAccounts);

/// <summary>Makes all people of the batch visible at once.</summary>
/// <param name="RoleIds">All roles that they were given.</param>
internal sealed record LandImport(Guid BatchId, PeopleImportFacts Facts, IReadOnlyList<Guid> RoleIds) : ICommand<Result>;

internal sealed class PeopleBatchHandler(PlatformDbContext db, OrganizationScope scope, IMediator mediator, TimeProvider time) :
    IRequestHandler<BeginImport, Result<Guid>>,
    IRequestHandler<StagePeople, Result<StagedPeople>>,
    IRequestHandler<LandImport, Result>
{
    public const string Kind = "people-import";

    private static readonly Error GivenUp = Error.Conflict("The import took too long between two steps and was given up. Nothing was imported; try again.");

    public Task<Result<Guid>> Handle(BeginImport request, CancellationToken cancellationToken)
    {
        var batch = OpenBatch.Begin(scope.Id!.Value, Kind, time.UtcNow());
        db.Add(batch);
        return Task.FromResult<Result<Guid>>(batch.Id);
    }

    public async Task<Result<StagedPeople>> Handle(StagePeople request, CancellationToken cancellationToken)
    {
        var beganAt = time.GetTimestamp();
        if (await FindAsync(request.BatchId, cancellationToken) is not { } batch)
        {
            return GivenUp;
        }

        batch.Written(time.UtcNow());
        var addresses = request.People.Select(person => Account.Normalize(person.Email)).ToList();
        var accounts = await db.Accounts.AsNoTracking()
            .Where(account => EF.Parameter(addresses).Contains(account.NormalizedEmail))
            .ToDictionaryAsync(account => account.NormalizedEmail, cancellationToken);
        if (accounts.Count > 0)
        {
            var ids = accounts.Values.Select(account => account.Id).ToList();
            if (await db.People.AnyAsync(person => EF.Parameter(ids).Contains(person.AccountId), cancellationToken))
            {
                return Error.Conflict("Somebody added one of these people while the import ran. Nothing was imported; check the file again.");
            }
        }

        var roles = new List<RolesOfPerson>();
        var newAccounts = 0;
        foreach (var person in request.People)
        {
            if (!accounts.TryGetValue(Account.Normalize(person.Email), out var account))
            {
                account = Account.Create(person.Email, null, request.At);
                db.Add(account);
                newAccounts++;
            }

            var row = Person.Create(account, person.Details, request.At, request.BatchId);
            db.Add(row);
            if (person.RoleIds.Count > 0)
            {
                roles.Add(new RolesOfPerson(row.Id, person.RoleIds));
            }
        }

        if (roles.Count > 0)
        {
            var assigned = await mediator.Send(new AssignRolesInBatch(request.BatchId, roles), cancellationToken);
            if (assigned.Error is { } refused)
            {
                return refused;
            }
        }

        return new StagedPeople(beganAt, newAccounts);
    }

    public async Task<Result> Handle(LandImport request, CancellationToken cancellationToken)
    {
        if (await FindAsync(request.BatchId, cancellationToken) is not { } batch)
        {
            return GivenUp;
        }

        // A role may have been deleted or widened since its first person was written.
        var grantable = (await mediator.Send(new GetGrantableRoles(), cancellationToken)).Where(role => role.MayAssign).Select(role => role.Id);
        if (request.RoleIds.Except(grantable).Any())
        {
            return Error.Conflict("Somebody changed one of the roles while the import ran. Nothing was imported; check the file again.");
        }

        db.Remove(batch);
        db.Add(PeopleImport.Landed(request.BatchId, request.Facts, time.UtcNow()));
        return Result.Done;
    }

    private Task<OpenBatch?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        db.Set<OpenBatch>().SingleOrDefaultAsync(batch => batch.Id == id && batch.BelongsTo == scope.Id, cancellationToken);
}
