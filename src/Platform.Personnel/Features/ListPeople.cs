using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Roles;
using Platform.Kernel.Authorization;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.Features;

/// <summary>The list's filters, as the query string has them.</summary>
/// <param name="Q">The beginning of a name, an e-mail address or an employee number.</param>
/// <param name="Status"><c>invited</c>, <c>active</c> or <c>deactivated</c>; all by default.</param>
/// <param name="RoleId">Who has this role.</param>
/// <param name="ApiAccessEnabled">Who may, or may not, have an API token.</param>
/// <param name="Permission">Who holds this permission, through whichever role.</param>
internal sealed record ListPeopleFilters(string? Limit, string? Cursor, string? Sort, string? Q, string? Status, string? RoleId, string? ApiAccessEnabled, string? Permission);

internal sealed record ListPeopleQuery(
    PageRequest Page, string? Search, PersonStatus? Status, Guid? RoleId, bool? ApiAccessEnabled, string? Permission) : IQuery<Result<Page<PersonAnswer>>>;

internal static class ListPeople
{
    private static readonly Sorting<Person> Sorting = Sorting<Person>.ByDefault("name")
        .With("name", person => person.SearchName)
        .With("email", person => person.SearchEmail)
        .With("createdAt", person => person.CreatedAt)
        .With("status", person => (int)person.Status)
        .WithNullable("lastSignInAt", person => person.LastSignInAt);

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint([AsParameters] ListPeopleFilters filters, IMediator mediator, CancellationToken cancellationToken)
    {
        var query = Read(filters);
        return query.Error is { } error ? error.ToProblem() : (await mediator.Send(query.Value, cancellationToken)).ToAnswer();
    }

    public static Result<ListPeopleQuery> Read(ListPeopleFilters filters)
    {
        var page = PageRequest.Read(filters.Limit, filters.Cursor, filters.Sort);
        if (page.Error is { } error)
        {
            return error;
        }

        PersonStatus? status = null;
        if (filters.Status is { Length: > 0 } word)
        {
            if (!Enum.TryParse<PersonStatus>(word, ignoreCase: true, out var known) || !Enum.IsDefined(known) || char.IsDigit(word[0]))
            {
                return Error.Invalid("status", "status must be invited, active or deactivated.");
            }

            status = known;
        }

        Guid? role = null;
        if (filters.RoleId is { Length: > 0 } id)
        {
            if (!Guid.TryParse(id, out var known))
            {
                return Error.Invalid("roleId", "roleId must be the id of a role.");
            }

            role = known;
        }

        bool? access = null;
        if (filters.ApiAccessEnabled is { Length: > 0 } flag)
        {
            if (!bool.TryParse(flag, out var known))
            {
                return Error.Invalid("apiAccessEnabled", "apiAccessEnabled must be true or false.");
            }

            access = known;
        }

        if (filters.Permission is { Length: > 0 } permission && !Scope.TryParse(permission, out _))
        {
            return Error.Invalid("permission", "permission must be a permission, such as tokens:generate.");
        }

        return new ListPeopleQuery(page.Value, filters.Q, status, role, access, filters.Permission);
    }

    internal sealed class Handler(PlatformDbContext db, IMediator mediator) : IRequestHandler<ListPeopleQuery, Result<Page<PersonAnswer>>>
    {
        public async Task<Result<Page<PersonAnswer>>> Handle(ListPeopleQuery request, CancellationToken cancellationToken)
        {
            var people = db.People.AsNoTracking();
            if (request.Search is { Length: > 0 } search)
            {
                var start = search.Trim().ToLowerInvariant();
                people = people.Where(person =>
                    person.SearchName.StartsWith(start)
                    || person.SearchName.Contains(" " + start)
                    || person.SearchEmail.StartsWith(start)
                    || (person.EmployeeNumber != null && person.EmployeeNumber.ToLower().StartsWith(start)));
            }

            if (request.Status is { } status)
            {
                people = people.Where(person => person.Status == status);
            }

            if (request.ApiAccessEnabled is { } enabled)
            {
                people = people.Where(person => person.ApiAccessEnabled == enabled);
            }

            if (request.RoleId is { } role)
            {
                var having = await mediator.Send(new FindPeopleWithRole(role), cancellationToken);
                people = people.Where(person => EF.Parameter(having).Contains(person.Id));
            }

            if (request.Permission is { Length: > 0 } permission)
            {
                var known = await mediator.Send(new ReadScopes("permission", [permission]), cancellationToken);
                if (known.Error is { } unknown)
                {
                    return unknown;
                }

                var holding = await mediator.Send(new FindPeopleHolding(permission), cancellationToken);
                people = people.Where(person => EF.Parameter(holding).Contains(person.Id));
            }

            return await Sorting.PageAsync(people, request.Page, page => mediator.ToAnswersAsync(page, cancellationToken), cancellationToken);
        }
    }
}
