using Platform.Kernel.Results;

namespace Platform.Personnel.Import;

/// <summary>The columns of a file of people, found by their headers, whatever their order.</summary>
internal sealed class PeopleColumns
{
    public const string Name = "name";
    public const string Email = "email";
    public const string Title = "title";
    public const string EmployeeNumber = "employeeNumber";
    public const string Roles = "roles";
    public const string ApiAccess = "apiAccess";

    /// <summary>In the order in which they are exported.</summary>
    public static readonly IReadOnlyList<string> All = [Name, Email, Title, EmployeeNumber, Roles, ApiAccess];

    private static readonly string[] Required = [Name, Email];

    /// <summary>What else the columns are called, in the form that <see cref="Simplify"/> gives.</summary>
    private static readonly Dictionary<string, string> Names = new()
    {
        ["name"] = Name, ["fullname"] = Name,
        ["email"] = Email, ["mail"] = Email, ["emailaddress"] = Email,
        ["title"] = Title, ["jobtitle"] = Title,
        ["employeenumber"] = EmployeeNumber, ["employeeno"] = EmployeeNumber, ["employeeid"] = EmployeeNumber, ["number"] = EmployeeNumber,
        ["roles"] = Roles, ["role"] = Roles,
        ["apiaccess"] = ApiAccess, ["apiaccessenabled"] = ApiAccess, ["enableapiaccess"] = ApiAccess, ["enableapiaccesstoken"] = ApiAccess,
    };

    private readonly Dictionary<string, int> _positions;

    private PeopleColumns(Dictionary<string, int> positions, int count, ImportColumns answer) =>
        (_positions, Count, Answer) = (positions, count, answer);

    public int Count { get; }

    public ImportColumns Answer { get; }

    /// <summary>Reads a header; fails where a column is missing or there twice.</summary>
    public static Result<PeopleColumns> Read(IReadOnlyList<string> header)
    {
        var positions = new Dictionary<string, int>();
        var unknown = new List<string>();
        for (var at = 0; at < header.Count; at++)
        {
            if (!Names.TryGetValue(Simplify(header[at]), out var column))
            {
                unknown.Add(header[at]);
            }
            else if (!positions.TryAdd(column, at))
            {
                return Error.Invalid("columns", $"Two columns stand for {column}: '{header[positions[column]]}' and '{header[at]}'. Leave one out.");
            }
        }

        var missing = Required.Where(column => !positions.ContainsKey(column)).ToList();
        return missing.Count > 0
            ? Error.Invalid("columns", $"The first line must name the columns, and there is none for {string.Join(" and ", missing)}. These are known: {string.Join(", ", All)}.")
            : new PeopleColumns(positions, header.Count, new ImportColumns(positions.ToDictionary(found => found.Key, found => header[found.Value]), unknown));
    }

    public string Of(IReadOnlyList<string> record, string column) =>
        _positions.TryGetValue(column, out var at) && at < record.Count ? PeopleCsv.Unescape(record[at].Trim()).Trim() : "";

    private static string Simplify(string header) => string.Concat(header.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
