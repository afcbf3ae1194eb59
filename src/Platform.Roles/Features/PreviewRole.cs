using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Contracts.Tokens;
using Platform.Kernel.Auditing;
using Platform.Kernel.Authorization;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Roles.Data;
using Platform.Roles.Domain;

namespace Platform.Roles.Features;

/// <summary>A change of a role, to be looked at first.</summary>
/// <param name="Permissions">What the role would permit; left out where it would be deleted.</param>
/// <param name="ReassignTo">The role that its members would get instead, were it deleted.</param>
internal sealed record PreviewRoleRequest(IReadOnlyList<string>? Permissions, Guid? ReassignTo);

/// <summary>
/// What the change would do, by effect: whoever holds a permission through another role too neither gains nor loses it.
/// Lists name the losing ones first, at most 100 people, 100 tokens, and 50 permissions of each; the counts are of all. People
/// are named to callers who hold <c>people:read</c>, tokens to those who hold <c>tokens:read</c>.
/// </summary>
/// <param name="PeopleTotal">People who would gain or lose anything, whether or not they can sign in now.</param>
/// <param name="TokensTotal">Live tokens of people that would.</param>
internal sealed record RolePreviewAnswer(
    IReadOnlyList<PreviewedPerson> People,
    IReadOnlyList<PreviewedToken> Tokens,
    int PeopleTotal,
    int PeopleLosing,
    int PeopleGaining,
    int TokensTotal,
    int TokensLosing,
    int TokensGaining);

/// <param name="Gains">Permissions by the catalogue's names, wildcards spelt out.</param>
/// <param name="Loses">Likewise.</param>
internal sealed record PreviewedPerson(Guid Id, string Name, IReadOnlyList<string> Gains, IReadOnlyList<string> Loses, int GainsTotal, int LosesTotal);

/// <param name="Display">The first and last characters of the secret.</param>
internal sealed record PreviewedToken(
    Guid Id, string Name, string Display, PreviewedOwner Owner, IReadOnlyList<string> Gains, IReadOnlyList<string> Loses, int GainsTotal, int LosesTotal);

/// <param name="Kind">Always <c>person</c>: what service accounts may do does not come from roles.</param>
internal sealed record PreviewedOwner(string Kind, Guid Id, string Name);

internal sealed record PreviewRoleQuery(Guid Id, IReadOnlyList<string>? Permissions, Guid? ReassignTo) : IQuery<Result<RolePreviewAnswer>>;

internal static class PreviewRole
{
    private const int MostListed = 100;
    private const int MostNames = 50;

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, PreviewRoleRequest body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new PreviewRoleQuery(id, body.Permissions, body.ReassignTo), cancellationToken)).ToAnswer();

    internal sealed class Validator : AbstractValidator<PreviewRoleQuery>
    {
        public Validator() => RuleFor(x => x.Permissions)
            .Must((wanted, permissions) => permissions is null != wanted.ReassignTo is null)
            .WithMessage("Give either permissions, or reassignTo to see what deleting the role would do.")
            .HoldsAtMost();
    }

    internal sealed class Handler(PlatformDbContext db, Caller caller, IMediator mediator) : IRequestHandler<PreviewRoleQuery, Result<RolePreviewAnswer>>
    {
        public async Task<Result<RolePreviewAnswer>> Handle(PreviewRoleQuery request, CancellationToken cancellationToken)
        {
            var roles = await db.Roles.AsNoTracking().ToDictionaryAsync(role => role.Id, cancellationToken);
            if (!roles.TryGetValue(request.Id, out var changed))
            {
                return Error.NotFound("role");
            }

            if (changed.BuiltIn)
            {
                return Role.IsFixed;
            }

            var instead = await ReadAsync(request, roles, cancellationToken);
            if (instead.Error is { } unknown)
            {
                return unknown;
            }

            var people = await FindPeopleAsync(changed, roles, instead.Value, cancellationToken);
            var names = await mediator.Send(new GetPersonNames([.. people.Keys]), cancellationToken);
            var tokens = await mediator.Send(new GetTokensOfPeople([.. people.Keys]), cancellationToken);
            var catalogue = await db.ReadCatalogueAsync(cancellationToken);
            return Say(catalogue, people, names, tokens);
        }

        private async Task<Result<IReadOnlyList<string>>> ReadAsync(PreviewRoleQuery request, Dictionary<Guid, Role> roles, CancellationToken cancellationToken)
        {
            if (request.Permissions is { } permissions)
            {
                return await mediator.Send(new ReadScopes("permissions", permissions), cancellationToken);
            }

            return request.ReassignTo != request.Id && roles.TryGetValue(request.ReassignTo!.Value, out var other)
                ? other.Permissions
                : Error.Invalid("reassignTo", "reassignTo must be the id of another role of this organization.");
        }

        /// <summary>What the members hold and would hold; people with the same roles share the sets.</summary>
        private async Task<Dictionary<Guid, Change>> FindPeopleAsync(
            Role changed, Dictionary<Guid, Role> roles, IReadOnlyList<string> instead, CancellationToken cancellationToken)
        {
            var members = db.RoleAssignments.Where(member => member.RoleId == changed.Id).Select(member => member.PersonId);
            var assignments = await db.RoleAssignments.AsNoTracking()
                .Where(one => members.Contains(one.PersonId))
                .Select(one => new { one.PersonId, one.RoleId })
                .ToListAsync(cancellationToken);
            var known = new Dictionary<string, Change>();
            var people = new Dictionary<Guid, Change>();
            foreach (var person in assignments.GroupBy(one => one.PersonId, one => one.RoleId))
            {
                var others = person.Where(id => id != changed.Id).Order().ToList();
                var key = string.Join(' ', others);
                if (!known.TryGetValue(key, out var change))
                {
                    var kept = others.SelectMany(id => roles[id].Permissions).ToList();
                    known[key] = change = new Change(ScopeSet.Of(kept.Concat(changed.Permissions)), ScopeSet.Of(kept.Concat(instead)));
                }

                people[person.Key] = change;
            }

            return people;
        }

        private RolePreviewAnswer Say(
            Catalogue catalogue, Dictionary<Guid, Change> people, IReadOnlyDictionary<Guid, string> names, IReadOnlyList<PersonalToken> tokens)
        {
            var effects = people.Values.Distinct().ToDictionary(change => change, change => change.On(catalogue));
            var persons = people.Select(person => (Id: person.Key, Effect: effects[person.Value]))
                .Where(person => person.Effect.IsAny && names.ContainsKey(person.Id))
                .OrderBy(person => person.Effect.Loses.Count == 0).ThenBy(person => names[person.Id], StringComparer.OrdinalIgnoreCase)
                .ToList();
            var affected = tokens
                .Select(token => (Token: token, Effect: token.Scopes is { } scopes ? people[token.PersonId].CutTo(ScopeSet.Of(scopes)).On(catalogue) : effects[people[token.PersonId]]))
                .Where(token => token.Effect.IsAny && names.ContainsKey(token.Token.PersonId))
                .OrderBy(token => token.Effect.Loses.Count == 0).ThenBy(token => names[token.Token.PersonId], StringComparer.OrdinalIgnoreCase)
                .ToList();
            return new RolePreviewAnswer(
                [.. persons.Take(MayName(PersonnelPermissions.Read)).Select(person => new PreviewedPerson(
                    person.Id, names[person.Id], Cut(person.Effect.Gains), Cut(person.Effect.Loses), person.Effect.Gains.Count, person.Effect.Loses.Count))],
                [.. affected.Take(MayName(TokensPermissions.Read)).Select(one => new PreviewedToken(
                    one.Token.Id,
                    one.Token.Name,
                    one.Token.Display,
                    new PreviewedOwner("person", one.Token.PersonId, names[one.Token.PersonId]),
                    Cut(one.Effect.Gains),
                    Cut(one.Effect.Loses),
                    one.Effect.Gains.Count,
                    one.Effect.Loses.Count))],
                persons.Count,
                persons.Count(person => person.Effect.Loses.Count > 0),
                persons.Count(person => person.Effect.Gains.Count > 0),
                affected.Count,
                affected.Count(token => token.Effect.Loses.Count > 0),
                affected.Count(token => token.Effect.Gains.Count > 0));
        }

        private int MayName(string permission) => caller.CheckPermission(permission) is null ? MostListed : 0;

        private static IReadOnlyList<string> Cut(IReadOnlyList<string> names) => names.Count <= MostNames ? names : [.. names.Take(MostNames)];
    }

    /// <summary>What somebody may do before and after.</summary>
    private sealed record Change(ScopeSet Before, ScopeSet After)
    {
        public Change CutTo(ScopeSet scopes) => new(scopes.Intersect(Before), scopes.Intersect(After));

        public Effect On(Catalogue catalogue) => new(catalogue.Beyond(After, Before), catalogue.Beyond(Before, After));
    }

    private sealed record Effect(IReadOnlyList<string> Gains, IReadOnlyList<string> Loses)
    {
        public bool IsAny => Gains.Count > 0 || Loses.Count > 0;
    }
}
