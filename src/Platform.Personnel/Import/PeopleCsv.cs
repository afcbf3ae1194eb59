using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using CsvHelper.Configuration;
using Platform.Kernel.Results;

namespace Platform.Personnel.Import;

/// <summary>A line of a file of people: the values as they stand there, trimmed.</summary>
/// <param name="Line">Where it begins, counted from 1.</param>
/// <param name="Malformed">What is wrong with the line itself, in a sentence; null where it can be read.</param>
internal sealed record CsvPerson(
    int Line, string Name, string Email, string Title, string EmployeeNumber, IReadOnlyList<string> Roles, string ApiAccess, string? Malformed);

/// <summary>
/// People as comma-separated values (RFC 4180), read and written alike: what is exported can be imported, and says the same.
/// </summary>
internal sealed class PeopleCsv : IDisposable
{
    /// <summary>Characters of one value at most: far more than any field takes, and far less than a quote that is never closed.</summary>
    private const int MaxValue = 5000;
    private const char RoleSeparator = ';';
    private const char RoleEscape = '\\';

    private static readonly System.Buffers.SearchValues<char> Quoted = System.Buffers.SearchValues.Create("\",;\t\r\n");

    private static readonly CsvConfiguration Written = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        ShouldQuote = value => value.Field is { Length: > 0 } text
            && (text.AsSpan().ContainsAny(Quoted) || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])),
    };

    private readonly CsvParser _parser;
    private bool _badQuotes;

    private PeopleCsv(TextReader text, string delimiter) => _parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
    {
        Delimiter = delimiter,
        MaxFieldSize = MaxValue,
        BadDataFound = _ => _badQuotes = true,
    });

    public PeopleColumns Columns { get; private set; } = null!;

    /// <summary>Reads the header. Commas, semicolons or tabs may stand between the values: the header shows which.</summary>
    public static async Task<Result<PeopleCsv>> OpenAsync(TextReader text, string header, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var csv = new PeopleCsv(text, DelimiterOf(header));
        try
        {
            if (await csv._parser.ReadAsync())
            {
                var columns = PeopleColumns.Read([.. csv._parser.Record!.Select(name => name.Trim())]);
                if (columns.Error is null)
                {
                    csv.Columns = columns.Value;
                    return csv;
                }

                csv.Dispose();
                return columns.Error;
            }
        }
        catch (MaxFieldSizeException)
        {
            csv.Dispose();
            return TooLong(1);
        }

        csv.Dispose();
        return Error.Invalid("file", "The file is empty: its first line must name the columns.");
    }

    /// <summary>The people of the file one by one; ends at the first value that is far too long, with an error of the file.</summary>
    public async IAsyncEnumerable<Result<CsvPerson>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _badQuotes = false;
            Error? tooLong = null;
            try
            {
                if (!await _parser.ReadAsync())
                {
                    yield break;
                }
            }
            catch (MaxFieldSizeException)
            {
                tooLong = TooLong(_parser.RawRow);
            }

            if (tooLong is not null)
            {
                yield return tooLong;
                yield break;
            }

            if (Read() is { } person)
            {
                yield return person;
            }
        }
    }

    public static CsvWriter WriteTo(TextWriter text) => new(text, Written, leaveOpen: true);

    public static async Task WriteHeaderAsync(CsvWriter writer)
    {
        foreach (var column in PeopleColumns.All)
        {
            writer.WriteField(column);
        }

        await writer.NextRecordAsync();
    }

    public static async Task WriteAsync(CsvWriter writer, string name, string email, string? title, string? employeeNumber, IEnumerable<string> roles, bool apiAccess)
    {
        foreach (var value in (string?[])[name, email, title, employeeNumber, JoinRoles(roles), apiAccess ? "yes" : "no"])
        {
            writer.WriteField(Escape(value ?? ""));
        }

        await writer.NextRecordAsync();
    }

    /// <summary>
    /// A spreadsheet takes a cell that begins so for a formula, and would run what somebody gave for a name: an apostrophe in
    /// front keeps it a text. <see cref="Unescape"/> takes it away again.
    /// </summary>
    public static string Escape(string value) => LooksLikeFormula(value) ? "'" + value : value;

    public static string Unescape(string value) => value.StartsWith('\'') && LooksLikeFormula(value[1..]) ? value[1..] : value;

    public static string JoinRoles(IEnumerable<string> roles) => string.Join(
        RoleSeparator, roles.Select(role => role.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(";", @"\;", StringComparison.Ordinal)));

    /// <summary>Names between semicolons; a semicolon or backslash of a name itself stands behind a backslash.</summary>
    public static IReadOnlyList<string> SplitRoles(string text)
    {
        var roles = new List<string>();
        var role = new System.Text.StringBuilder();
        for (var at = 0; at <= text.Length; at++)
        {
            if (at == text.Length || text[at] == RoleSeparator)
            {
                if (role.ToString().Trim() is { Length: > 0 } name)
                {
                    roles.Add(name);
                }

                role.Clear();
            }
            else if (text[at] == RoleEscape && at + 1 < text.Length && text[at + 1] is RoleSeparator or RoleEscape)
            {
                role.Append(text[++at]);
            }
            else
            {
                role.Append(text[at]);
            }
        }

        return roles;
    }

    public void Dispose() => _parser.Dispose();

    private CsvPerson? Read()
    {
        var record = _parser.Record!;
        if (Array.TrueForAll(record, string.IsNullOrWhiteSpace))
        {
            return null;
        }

        var malformed = _badQuotes
            ? "The quotes of this line don't match. A quote inside a quoted value is written twice."
            : record.Length > Columns.Count ? $"This line has {record.Length} values, and the first line names {Columns.Count} columns." : null;
        var line = _parser.RawRow - _parser.RawRecord.TrimEnd('\r', '\n').Count(c => c == '\n');
        return new CsvPerson(
            line,
            Columns.Of(record, PeopleColumns.Name),
            Columns.Of(record, PeopleColumns.Email),
            Columns.Of(record, PeopleColumns.Title),
            Columns.Of(record, PeopleColumns.EmployeeNumber),
            SplitRoles(Columns.Of(record, PeopleColumns.Roles)),
            Columns.Of(record, PeopleColumns.ApiAccess),
            malformed);
    }

    /// <summary>Behind any number of apostrophes, so that escaping can always be undone.</summary>
    private static bool LooksLikeFormula(string value) => value.AsSpan().TrimStart('\'') is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];

    private static string DelimiterOf(string header)
    {
        var quoted = false;
        var (commas, semicolons, tabs) = (0, 0, 0);
        foreach (var c in header)
        {
            quoted ^= c == '"';
            commas += !quoted && c == ',' ? 1 : 0;
            semicolons += !quoted && c == ';' ? 1 : 0;
            tabs += !quoted && c == '\t' ? 1 : 0;
        }

        return semicolons > commas && semicolons >= tabs ? ";" : tabs > commas ? "\t" : ",";
    }

    private static Error TooLong(int line) => Error.Invalid(
        "file", $"A value that begins about line {line} is longer than {MaxValue:N0} characters. Perhaps a quote is opened there and never closed.");
}
