using System.Text;
using MediatR;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Import;

namespace Platform.Personnel.Features;

/// <summary>The list's filters and order, without its pages.</summary>
/// <inheritdoc cref="ListPeopleFilters"/>
internal sealed record ExportPeopleFilters(string? Sort, string? Q, string? Status, string? RoleId, string? ApiAccessEnabled, string? Permission);

/// <summary>Notes that somebody takes the list away.</summary>
internal sealed record NotePeopleExport : ICommand<Result>;

/// <summary>The people of the list as a CSV file in the columns of the import, row by row as they are read.</summary>
internal static class ExportPeople
{
    private const int RowsAtATime = 500;

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint([AsParameters] ExportPeopleFilters filters, IMediator mediator, CancellationToken cancellationToken)
    {
        var read = ListPeople.Read(new ListPeopleFilters(null, null, filters.Sort, filters.Q, filters.Status, filters.RoleId, filters.ApiAccessEnabled, filters.Permission));
        if (read.Error is { } error)
        {
            return error.ToProblem();
        }

        // The first rows come before the answer begins, so that a filter that can't be taken is still an error.
        var query = read.Value with { Page = read.Value.Page with { Limit = RowsAtATime } };
        var first = await mediator.Send(query, cancellationToken);
        if ((first.Error ?? (await mediator.Send(new NotePeopleExport(), cancellationToken)).Error) is { } refused)
        {
            return refused.ToProblem();
        }

        return TypedResults.Stream(stream => WriteAsync(stream, first.Value, query, mediator, cancellationToken), "text/csv; charset=utf-8", "people.csv");
    }

    private static async Task WriteAsync(Stream stream, Page<PersonAnswer> page, ListPeopleQuery query, IMediator mediator, CancellationToken cancellationToken)
    {
        // With a byte order mark: spreadsheets take the file for another encoding without.
        await using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await using var csv = PeopleCsv.WriteTo(text);
        await PeopleCsv.WriteHeaderAsync(csv);
        while (true)
        {
            foreach (var person in page.Items)
            {
                await PeopleCsv.WriteAsync(
                    csv, person.Name, person.Email, person.Title, person.EmployeeNumber, person.Roles.Select(role => role.Name), person.ApiAccessEnabled);
            }

            if (page.NextCursor is null)
            {
                break;
            }

            await csv.FlushAsync();
            await text.FlushAsync(cancellationToken);
            page = (await mediator.Send(query with { Page = query.Page with { Cursor = page.NextCursor } }, cancellationToken)).Value;
        }

        await csv.FlushAsync();
    }

    internal sealed class Handler(PlatformDbContext db) : IRequestHandler<NotePeopleExport, Result>
    {
        public Task<Result> Handle(NotePeopleExport request, CancellationToken cancellationToken)
        {
            var organization = db.OrganizationId!.Value;
            db.Changes!.Note(new AuditFact(organization, "people.exported", "organization", organization, "People", []));
            return Task.FromResult(Result.Done);
        }
    }
}
