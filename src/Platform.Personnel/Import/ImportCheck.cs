using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Roles;
using Platform.Kernel.Data;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;
using Platform.Personnel.Features;

namespace Platform.Personnel.Import;

/// <summary>A file's verdict: the report, and what the roles that it names are.</summary>
internal sealed record CheckedImport(ImportReport Report, IReadOnlyDictionary<string, GrantableRole> Roles);

/// <summary>Judges a file line by line, and changes nothing.</summary>
internal sealed class ImportCheck(PlatformDbContext db, IMediator mediator)
{
    /// <summary>The most people that one file may have.</summary>
    public const int MaxPeople = 50_000;

    /// <summary>So many addresses are looked up at once.</summary>
    private const int LookUp = 500;

    private static readonly CreatePerson.Validator Fields = new();
    private static readonly string[] Yes = ["yes", "y", "true", "1", "x"];
    private static readonly string[] No = ["", "no", "n", "false", "0"];

    public async Task<Result<CheckedImport>> RunAsync(PeopleCsv csv, CancellationToken cancellationToken)
    {
        var roles = (await mediator.Send(new GetGrantableRoles(), cancellationToken)).ToDictionary(role => NameOf(role.Name));
        var tally = new ImportTally();
        var seen = new Dictionary<string, int>();
        var some = new List<CsvPerson>(LookUp);
        await foreach (var read in csv.ReadAsync(cancellationToken))
        {
            if (read.Error is { } error)
            {
                return error;
            }

            some.Add(read.Value);
            if (some.Count == LookUp)
            {
                await JudgeAsync(some, roles, seen, tally, cancellationToken);
                some.Clear();
            }

            if (tally.Lines > MaxPeople)
            {
                return Error.Invalid("file", $"A file may have {MaxPeople:N0} people at most. Split it.");
            }
        }

        await JudgeAsync(some, roles, seen, tally, cancellationToken);
        return tally.Lines switch
        {
            0 => Error.Invalid("file", "There is nobody in the file: below the line that names the columns, each line is a person."),
            > MaxPeople => Error.Invalid("file", $"A file may have {MaxPeople:N0} people at most. Split it."),
            _ => new CheckedImport(tally.ToReport(csv.Columns.Answer), roles),
        };
    }

    /// <summary>A line that was judged good, as a person to be.</summary>
    public static NewPerson ToPerson(CsvPerson line, IReadOnlyDictionary<string, GrantableRole> roles) => new(
        new PersonDetails(line.Name, line.Title, line.EmployeeNumber, Yes.Contains(line.ApiAccess.ToLowerInvariant())),
        line.Email,
        [.. line.Roles.Select(role => roles[NameOf(role)].Id).Distinct()]);

    private async Task JudgeAsync(
        List<CsvPerson> lines, Dictionary<string, GrantableRole> roles, Dictionary<string, int> seen, ImportTally tally, CancellationToken cancellationToken)
    {
        var addresses = lines.Select(line => Account.Normalize(line.Email)).Where(address => address.Length is > 0 and <= 254).Distinct().ToList();
        var here = await (
            from account in db.Accounts
            join person in db.People on account.Id equals person.AccountId
            where EF.Parameter(addresses).Contains(account.NormalizedEmail)
            select account.NormalizedEmail).ToHashSetAsync(cancellationToken);
        foreach (var line in lines)
        {
            tally.Add(line, [.. Judge(line, roles, seen, here)]);
        }
    }

    private static IEnumerable<ImportLineError> Judge(
        CsvPerson line, Dictionary<string, GrantableRole> roles, Dictionary<string, int> seen, HashSet<string> here)
    {
        ImportLineError Wrong(string? field, string code, string message) => new(line.Line, field, code, message);

        if (line.Malformed is { } malformed)
        {
            yield return Wrong(null, "malformed", malformed);
            yield break;
        }

        var person = new CreatePersonRequest(line.Name, line.Email, line.Title, line.EmployeeNumber, null, ApiAccessEnabled: false, Invite: false);
        foreach (var failure in Fields.Validate(person).Errors.DistinctBy(failure => failure.PropertyName))
        {
            yield return Wrong(char.ToLowerInvariant(failure.PropertyName[0]) + failure.PropertyName[1..], CodeOf(failure), failure.ErrorMessage);
        }

        var address = Account.Normalize(line.Email);
        if (here.Contains(address))
        {
            yield return Wrong(PeopleColumns.Email, "exists", $"{line.Email} is a person of this organization already.");
        }
        else if (address.Length > 0 && !seen.TryAdd(address, line.Line))
        {
            yield return Wrong(PeopleColumns.Email, "duplicate", $"{line.Email} is on line {seen[address]} too.");
        }

        foreach (var name in line.Roles)
        {
            if (!roles.TryGetValue(NameOf(name), out var role))
            {
                yield return Wrong(PeopleColumns.Roles, "unknown-role", $"There is no role '{name.Cut(100)}'.");
            }
            else if (!role.MayAssign)
            {
                yield return Wrong(PeopleColumns.Roles, ErrorCodes.ScopeNotGrantable, $"You can't give the role {role.Name}: that needs roles:assign and all that the role permits.");
            }
        }

        var access = line.ApiAccess.ToLowerInvariant();
        if (!Yes.Contains(access) && !No.Contains(access))
        {
            yield return Wrong(PeopleColumns.ApiAccess, "invalid", $"API access is yes or no, not '{line.ApiAccess.Cut(50)}'.");
        }
    }

    private static string CodeOf(ValidationFailure failure) => failure.ErrorCode switch
    {
        "NotEmptyValidator" => "required",
        "MaximumLengthValidator" => "too-long",
        _ => "invalid",
    };

    private static string NameOf(string role) => role.Trim().ToLowerInvariant();
}
