using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Roles.Data;

namespace Platform.Roles.Features;

internal sealed record GetApplicationQuery(Guid Id) : IQuery<Result<ApplicationAnswer>>;

internal static class GetApplicationUseCase
{
    public static Error NotFound { get; } = new(ErrorCodes.NotFound, "There is no such application.");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, HttpResponse response, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new GetApplicationQuery(id), cancellationToken), response);

    public static Microsoft.AspNetCore.Http.IResult Answer(Result<ApplicationAnswer> result, HttpResponse response)
    {
        if (result.Error is null)
        {
            response.WriteETag(result.Value.Version);
        }

        return result.ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db) : IRequestHandler<GetApplicationQuery, Result<ApplicationAnswer>>
    {
        public async Task<Result<ApplicationAnswer>> Handle(GetApplicationQuery request, CancellationToken cancellationToken) =>
            await db.Applications.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken) is { } application
                ? ApplicationAnswer.Of(application)
                : NotFound;
    }
}
