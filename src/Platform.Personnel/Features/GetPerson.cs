using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;

namespace Platform.Personnel.Features;

internal sealed record GetPersonQuery(Guid Id) : IQuery<Result<PersonAnswer>>;

internal static class GetPerson
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, HttpResponse response, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new GetPersonQuery(id), cancellationToken), response);

    /// <summary>The person with the ETag of the version read.</summary>
    public static Microsoft.AspNetCore.Http.IResult Answer(Result<PersonAnswer> result, HttpResponse response)
    {
        if (result.Error is null)
        {
            response.WriteETag(result.Value.Version);
        }

        return result.ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, IMediator mediator) : IRequestHandler<GetPersonQuery, Result<PersonAnswer>>
    {
        public async Task<Result<PersonAnswer>> Handle(GetPersonQuery request, CancellationToken cancellationToken)
        {
            var person = await db.People.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            return person is null ? Error.NotFound("person") : await mediator.ToAnswerAsync(person, cancellationToken);
        }
    }
}
