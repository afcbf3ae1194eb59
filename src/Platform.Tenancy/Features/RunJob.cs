using MediatR;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Jobs;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Tenancy.Features;

/// <summary>Notes that an operator has a job run now.</summary>
internal sealed record RunJobCommand(string Name) : ICommand<Result>;

internal static class RunJob
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(string name, IMediator mediator, JobTimers timers, CancellationToken cancellationToken)
    {
        var noted = await mediator.Send(new RunJobCommand(name), cancellationToken);
        if (noted.Error is { } error)
        {
            return error.ToProblem();
        }

        await timers.RunNowAsync(name, CancellationToken.None);
        return TypedResults.Accepted((string?)null);
    }

    internal sealed class Handler(PlatformDbContext db, IEnumerable<Job> jobs) : IRequestHandler<RunJobCommand, Result>
    {
        public Task<Result> Handle(RunJobCommand request, CancellationToken cancellationToken)
        {
            if (jobs.All(job => job.Name != request.Name))
            {
                return Task.FromResult<Result>(new Error(ErrorCodes.NotFound, "There is no such job."));
            }

            db.Changes!.Note(new AuditFact(OrganizationScope.Instance, "job.run", "job", Guid.Empty, request.Name, []));
            return Task.FromResult(Result.Done);
        }
    }
}
