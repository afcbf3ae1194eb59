using System.Diagnostics;
using System.Reflection;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Jobs;
using Platform.Kernel.Messaging;
using Platform.Kernel.Outbox;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <summary>How the instance stands, as the node that answers sees it.</summary>
/// <param name="Version">The program's own.</param>
/// <param name="Nodes">The host processes: one on SQLite.</param>
internal sealed record InstanceHealth(
    string Version, DatabaseHealth Database, IReadOnlyList<NodeHealth> Nodes, OutboxHealth Outbox, JobsHealth Jobs, OrganizationsHealth Organizations);

/// <param name="Provider"><c>Sqlite</c>, <c>PostgreSql</c> or <c>SqlServer</c>.</param>
/// <param name="Milliseconds">What one small question took just now.</param>
/// <param name="Revision">The number of the last change that every node had to hear of.</param>
internal sealed record DatabaseHealth(string Provider, double Milliseconds, long Revision);

/// <param name="State"><c>serving</c>; <c>silent</c> where it has not been heard of for some seconds; <c>fenced</c> where the others have shut it out.</param>
/// <param name="SeenAt">When it was last heard of.</param>
/// <param name="Applied">All changes up to this revision have reached it.</param>
/// <param name="IsThis">True for the one that answers.</param>
internal sealed record NodeHealth(Guid Id, string State, DateTime StartedAt, DateTime SeenAt, long Applied, bool IsThis);

/// <param name="Pending">Events that are still to be delivered.</param>
/// <param name="OldestAt">Since when the oldest of them waits.</param>
/// <param name="Parked">Events that were set aside after many attempts.</param>
internal sealed record OutboxHealth(int Pending, DateTime? OldestAt, int Parked);

/// <param name="Failing">Those whose last run has failed.</param>
internal sealed record JobsHealth(int Count, DateTime? LastRunAt, IReadOnlyList<string> Failing);

internal sealed record OrganizationsHealth(int Active, int Suspended, int Deleting);

internal sealed record GetInstanceHealthQuery : IQuery<Result<InstanceHealth>>;

internal static class GetInstanceHealth
{
    /// <summary>Nodes are heard of several times a second; their clocks may differ a little.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetInstanceHealthQuery(), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, DatabaseProvider provider, NodeLease lease, Revisions revisions, IEnumerable<Job> jobs, TimeProvider time)
        : IRequestHandler<GetInstanceHealthQuery, Result<InstanceHealth>>
    {
        public async Task<Result<InstanceHealth>> Handle(GetInstanceHealthQuery request, CancellationToken cancellationToken)
        {
            var began = time.GetTimestamp();
            var head = await db.Set<RevisionHead>().AsNoTracking().SingleAsync(cancellationToken);
            var database = new DatabaseHealth(provider.Name, Math.Round(time.GetElapsedTime(began).TotalMilliseconds, 2), head.Value);
            var standings = await db.Organizations.GroupBy(organization => organization.Status)
                .Select(group => new { group.Key, Count = group.Count() })
                .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
            return new InstanceHealth(
                VersionOf(Assembly.GetEntryAssembly() ?? typeof(GetInstanceHealth).Assembly),
                database,
                await NodesAsync(head.Value, cancellationToken),
                await OutboxAsync(cancellationToken),
                await JobsAsync(cancellationToken),
                new OrganizationsHealth(
                    standings.GetValueOrDefault(OrganizationStatus.Active),
                    standings.GetValueOrDefault(OrganizationStatus.Suspended),
                    standings.GetValueOrDefault(OrganizationStatus.Deleting)));
        }

        private static string VersionOf(Assembly program) =>
            program.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? program.GetName().Version!.ToString();

        private async Task<IReadOnlyList<NodeHealth>> NodesAsync(long revision, CancellationToken cancellationToken)
        {
            var now = time.UtcNow();
            if (provider.SingleWriter)
            {
                using var process = Process.GetCurrentProcess();
                return [new NodeHealth(revisions.OnlyNode, "serving", process.StartTime.ToUniversalTime(), now, revision, IsThis: true)];
            }

            var nodes = await db.Set<Node>().AsNoTracking().OrderBy(node => node.StartedAt).ToListAsync(cancellationToken);
            return [.. nodes.Select(node => new NodeHealth(
                node.Id,
                node.FencedAt is not null ? "fenced" : now - node.SeenAt > Silence ? "silent" : "serving",
                node.StartedAt,
                node.SeenAt,
                node.Applied,
                node.Id == lease.NodeId))];
        }

        private async Task<OutboxHealth> OutboxAsync(CancellationToken cancellationToken)
        {
            var messages = db.Set<OutboxMessage>();
            var pending = messages.Where(message => message.State == OutboxState.Pending);
            return new OutboxHealth(
                await pending.CountAsync(cancellationToken),
                await pending.MinAsync(message => (DateTime?)message.OccurredAt, cancellationToken),
                await messages.CountAsync(message => message.State == OutboxState.Parked, cancellationToken));
        }

        private async Task<JobsHealth> JobsAsync(CancellationToken cancellationToken)
        {
            var runs = await db.Set<JobRun>().AsNoTracking()
                .GroupBy(run => run.Job)
                .Select(group => new { Job = group.Key, At = group.Max(run => run.StartedAt) })
                .Join(db.Set<JobRun>(), last => new { last.Job, last.At }, run => new { run.Job, At = run.StartedAt }, (last, run) => new { run.Job, run.StartedAt, run.Error })
                .ToListAsync(cancellationToken);
            return new JobsHealth(
                jobs.Count(),
                runs.Count == 0 ? null : runs.Max(run => run.StartedAt),
                [.. runs.Where(run => run.Error is not null).Select(run => run.Job).Distinct().Order(StringComparer.Ordinal)]);
        }
    }
}
