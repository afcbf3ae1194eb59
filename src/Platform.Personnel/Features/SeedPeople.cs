using MediatR;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Kernel.Data;
using Platform.Kernel.Results;
using Platform.Personnel.Domain;

namespace Platform.Personnel.Features;

internal static class SeedPeopleUseCase
{
    internal sealed class Handler(PlatformDbContext db, IMediator mediator, TimeProvider time) : IRequestHandler<SeedPeople, Result<IReadOnlyList<Guid>>>
    {
        public async Task<Result<IReadOnlyList<Guid>>> Handle(SeedPeople request, CancellationToken cancellationToken)
        {
            var now = time.UtcNow();
            var (accounts, people) = (new List<Account>(), new List<Person>());
            for (var number = request.First + 1; number <= request.First + request.Count; number++)
            {
                var account = Account.Create($"person{number}@{request.Domain}.example", null, now);
                var person = Person.Create(account, new PersonDetails($"Person {number}", null, null, ApiAccessEnabled: true), now);
                person.Activate();
                accounts.Add(account);
                people.Add(person);
            }

            await db.BulkInsertAsync(accounts, cancellationToken);
            await db.BulkInsertAsync(people, cancellationToken);
            List<Guid> ids = [.. people.Select(person => person.Id)];
            var assigned = await mediator.Send(new AssignBuiltInRole(ids, BuiltInRoles.ApiUser), cancellationToken);
            return assigned.Error is { } error ? error : ids;
        }
    }
}
