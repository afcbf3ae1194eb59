using System.ComponentModel.DataAnnotations;

namespace Platform.Personnel.Import;

/// <summary>What an import would do, line by line, or has done.</summary>
/// <param name="Lines">How many people the file has; its header and empty lines are none.</param>
/// <param name="Valid">How many of them can be added.</param>
/// <param name="Created">How many were added: all of them, or 0 in a dry run and where any line was refused.</param>
/// <param name="ErrorCount">How many errors there are in all; <paramref name="Errors"/> holds the first 1,000.</param>
/// <param name="Errors">What is wrong, in the order of the lines.</param>
/// <param name="Columns">How the header was understood.</param>
/// <param name="Preview">The first 100 lines that can be added, as they were read.</param>
internal sealed record ImportReport(
    int Lines,
    int Valid,
    int Created,
    int ErrorCount,
    IReadOnlyList<ImportLineError> Errors,
    ImportColumns Columns,
    IReadOnlyList<ImportPreview> Preview);

/// <param name="Line">The line of the file, counted from 1; the header is line 1.</param>
/// <param name="Field">The column's field name; null where it is the whole line.</param>
/// <param name="Code">
/// <c>required</c>, <c>invalid</c>, <c>too-long</c>, <c>duplicate</c> (twice in the file), <c>exists</c> (already a person here),
/// <c>unknown-role</c>, <c>scope-not-grantable</c> (a role that permits what the caller does not hold), or <c>malformed</c>.
/// </param>
/// <param name="Message">A sentence for people.</param>
internal sealed record ImportLineError(
    int Line,
    string? Field,
    [property: AllowedValues("required", "invalid", "too-long", "duplicate", "exists", "unknown-role", "scope-not-grantable", "malformed")] string Code,
    string Message);

/// <param name="Recognised">Field → the header that stands for it in the file.</param>
/// <param name="Unknown">Headers that mean nothing here; their columns are left out.</param>
internal sealed record ImportColumns(IReadOnlyDictionary<string, string> Recognised, IReadOnlyList<string> Unknown);

/// <summary>A person as the file has them.</summary>
internal sealed record ImportPreview(int Line, string Name, string Email, IReadOnlyList<string> Roles);

/// <summary>Gathers a report, and keeps no more of it than is told.</summary>
internal sealed class ImportTally
{
    private const int MaxErrors = 1000;
    private const int MaxPreview = 100;
    private readonly List<ImportLineError> _errors = [];
    private readonly List<ImportPreview> _preview = [];
    private int _valid;
    private int _errorCount;

    public int Lines { get; private set; }

    public void Add(CsvPerson person, IReadOnlyList<ImportLineError> errors)
    {
        Lines++;
        _errorCount += errors.Count;
        _errors.AddRange(errors.Take(MaxErrors - _errors.Count));
        if (errors.Count > 0)
        {
            return;
        }

        _valid++;
        if (_preview.Count < MaxPreview)
        {
            _preview.Add(new ImportPreview(person.Line, person.Name, person.Email, person.Roles));
        }
    }

    public ImportReport ToReport(ImportColumns columns) => new(Lines, _valid, 0, _errorCount, _errors, columns, _preview);
}
