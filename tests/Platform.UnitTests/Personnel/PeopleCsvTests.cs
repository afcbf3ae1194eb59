using FsCheck;
using FsCheck.Fluent;
using Platform.Personnel.Import;

namespace Platform.UnitTests.Personnel;

public class PeopleCsvTests
{
    private static readonly Gen<string> Texts = Law.AnyText.Generator.Select(text => new string([.. (text ?? "").Where(c => c != '\0' && !char.IsSurrogate(c))]).Trim());

    /// <summary>What spreadsheets and this format read meaning into, in every order.</summary>
    private static readonly Gen<string> Tricky = Gen.ArrayOf(Gen.Elements("'", "=", "+", "-", "@", "\"", ",", ";", "\\", "\r\n", "\n", "\t", "a", "é", " "))
        .Select(parts => string.Concat(parts).Trim());

    private static readonly Gen<string> Values = Gen.OneOf(Texts, Tricky);

    private static readonly Gen<Row> Rows =
        from name in Values
        from title in Values
        from number in Values
        from roles in Gen.ListOf(Values.Where(role => role.Length > 0))
        from access in ArbMap.Default.GeneratorFor<bool>()
        select new Row(name, title, number, roles, access);

    [Fact]
    public void What_is_written_is_read_again() =>
        Law.Holds(Gen.ListOf(Rows).ToArbitrary(), rows => ReadAsync(WriteAsync(rows).GetAwaiter().GetResult()).GetAwaiter().GetResult().ShouldBe(rows.Select(row => row.ToString())), times: 300);

    [Fact]
    public void No_value_is_a_formula_once_written() =>
        Law.Holds(Values, value => PeopleCsv.Escape(value) is not ['=' or '+' or '-' or '@' or '\t' or '\r', ..] && PeopleCsv.Unescape(PeopleCsv.Escape(value)) == value);

    [Fact]
    public void Role_names_are_joined_so_that_they_come_apart_again() =>
        Law.Holds(Gen.ListOf(Values.Where(role => role.Length > 0)).ToArbitrary(), roles => PeopleCsv.SplitRoles(PeopleCsv.JoinRoles(roles)).ShouldBe(roles));

    [Theory]
    [InlineData("name,email")]
    [InlineData("NAME , E-Mail")]
    [InlineData("Full name;e-mail address;Phone")]
    [InlineData("\"Name\"\tMail")]
    [InlineData("\"Name\",\"E-Mail, work\",\"email\"")]
    public async Task Columns_are_found_by_their_names(string header)
    {
        using var csv = (await PeopleCsv.OpenAsync(new StringReader(header), header, CancellationToken.None)).Value;
        csv.Columns.Answer.Recognised.Keys.ShouldBe(["name", "email"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("name", "email")]
    [InlineData("email,title", "name")]
    [InlineData("name,email,mail", "Two columns")]
    [InlineData("", "empty")]
    public async Task A_header_that_will_not_do_says_why(string header, string why)
    {
        var error = (await PeopleCsv.OpenAsync(new StringReader(header), header, CancellationToken.None)).Error.ShouldNotBeNull();
        error.Detail.ShouldContain(why);
    }

    private static async Task<string> WriteAsync(IEnumerable<Row> rows)
    {
        var text = new StringWriter();
        await using var csv = PeopleCsv.WriteTo(text);
        await PeopleCsv.WriteHeaderAsync(csv);
        foreach (var row in rows)
        {
            await PeopleCsv.WriteAsync(csv, row.Name, "a@b.example", row.Title, row.Number, row.Roles, row.Access);
        }

        await csv.FlushAsync();
        return text.ToString();
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(string text)
    {
        using var csv = (await PeopleCsv.OpenAsync(new StringReader(text), text.Split("\r\n")[0], CancellationToken.None)).Value;
        var rows = new List<string>();
        await foreach (var read in csv.ReadAsync(CancellationToken.None))
        {
            var line = read.Value;
            line.Malformed.ShouldBeNull();
            line.Email.ShouldBe("a@b.example");
            rows.Add(new Row(line.Name, line.Title, line.EmployeeNumber, line.Roles, line.ApiAccess == "yes").ToString());
        }

        return rows;
    }

    private sealed record Row(string Name, string Title, string Number, IReadOnlyList<string> Roles, bool Access)
    {
        public override string ToString() => $"{Name}|{Title}|{Number}|{string.Join('|', Roles)}|{Access}";
    }
}
