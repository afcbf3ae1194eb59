using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Roles;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Roles.Data;

namespace Platform.Roles.Features;

internal sealed record DeleteApplicationCommand(Guid Id, int? Version) : ICommand<Result>;

internal static class DeleteApplication
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var version = request.ReadIfMatch();
        return version.Error is { } malformed
            ? malformed.ToProblem()
            : (await mediator.Send(new DeleteApplicationCommand(id, version.Value), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, CatalogueChange change, Events events) : IRequestHandler<DeleteApplicationCommand, Result>
    {
        public async Task<Result> Handle(DeleteApplicationCommand request, CancellationToken cancellationToken)
        {
            var application = await db.Applications.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (application is null)
            {
                return GetApplicationUseCase.NotFound;
            }

            if (application.CheckVersion(request.Version) is { } stale)
            {
                return stale;
            }

            var before = await db.ReadCatalogueAsync(cancellationToken);
            db.Remove(application);
            await db.SaveChangesAsync(cancellationToken);
            await events.PublishAsync((IEvent)new ApplicationDeleted(application.Id), cancellationToken);
            await change.DropAsync(before.LostIn(await db.ReadCatalogueAsync(cancellationToken)), cancellationToken);
            return Result.Done;
        }
    }
}
