using System.ComponentModel.DataAnnotations;
using MediatR;
using Platform.Contracts.Roles;
using Platform.Personnel.Domain;

namespace Platform.Personnel.Features;

/// <summary>A person of the organization.</summary>
/// <param name="Status"><c>invited</c>, <c>active</c> or <c>deactivated</c>.</param>
/// <param name="ApiAccessEnabled">Whether the person may have an API token.</param>
internal sealed record PersonAnswer(
    Guid Id,
    string Name,
    string Email,
    string? Title,
    string? EmployeeNumber,
    [property: AllowedValues("invited", "active", "deactivated")] string Status,
    bool ApiAccessEnabled,
    IReadOnlyList<RoleName> Roles,
    DateTime CreatedAt,
    DateTime? LastSignInAt,
    int Version);

/// <summary>Turns people into answers, with their roles asked for at once.</summary>
internal static class PersonAnswers
{
    public static async Task<IReadOnlyList<PersonAnswer>> ToAnswersAsync(
        this IMediator mediator, IReadOnlyList<Person> people, CancellationToken cancellationToken)
    {
        var roles = await mediator.Send(new GetRolesOfPeople([.. people.Select(person => person.Id)]), cancellationToken);
        return [.. people.Select(person => new PersonAnswer(
            person.Id,
            person.Name,
            person.Email,
            person.Title,
            person.EmployeeNumber,
            person.Status.ToString().ToLowerInvariant(),
            person.ApiAccessEnabled,
            roles.GetValueOrDefault(person.Id, []),
            person.CreatedAt,
            person.LastSignInAt,
            person.Version))];
    }

    public static async Task<PersonAnswer> ToAnswerAsync(this IMediator mediator, Person person, CancellationToken cancellationToken) =>
        (await mediator.ToAnswersAsync([person], cancellationToken))[0];
}
