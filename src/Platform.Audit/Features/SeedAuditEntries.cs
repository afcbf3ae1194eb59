using System.Globalization;
using MediatR;
using Platform.Audit.Data;
using Platform.Audit.Domain;
using Platform.Contracts.Audit;
using Platform.Kernel.Data;
using Platform.Kernel.Results;

namespace Platform.Audit.Features;

/// <summary>Writes entries of a log that many have worked at for three months, sealed as all are.</summary>
internal sealed class SeedAuditEntriesHandler(PlatformDbContext db, DatabaseProvider provider, TimeProvider time) : IRequestHandler<SeedAuditEntries, Result<int>>
{
    private const int Actors = 40;
    private const int Targets = 5_000;
    private static readonly TimeSpan Span = TimeSpan.FromDays(90);
    private static readonly string[] Actions = ["token.created", "token.created", "token.changed", "token.revoked", "person.changed", "role-assignment.created", "service-account.created", "webhook.changed"];

    public async Task<Result<int>> Handle(SeedAuditEntries request, CancellationToken cancellationToken)
    {
        var began = time.UtcNow() - Span;
        await new ChainEnd(db, provider).AddAsync(
            db.OrganizationId!.Value,
            request.Count,
            (at, sequence, previous) => Make(request.First + at, (began + (Span * ((request.First + at) / (double)request.Of))).ToMilliseconds(), sequence, previous),
            cancellationToken);
        return request.Count;
    }

    private static AuditEntry Make(int number, DateTime at, long sequence, byte[] previous)
    {
        var action = Actions[number % Actions.Length];
        var (actor, target) = (number * 7 % Actors, number * 31 % Targets);
        return new AuditEntry
        {
            Sequence = sequence,
            At = at,
            ActorKind = "person",
            ActorId = IdOf(1, actor),
            ActorName = $"Person {actor}",
            Action = action,
            TargetKind = action[..action.IndexOf('.', StringComparison.Ordinal)],
            TargetId = IdOf(2, target),
            TargetName = $"Target {target}",
            Changes = $$$"""{"name":{"before":"Name {{{number}}}","after":"Name {{{number + 1}}}"},"description":{"before":null,"after":"Seeded for load tests"}}""",
            Address = $"192.0.2.{actor}",
            UserAgent = "Mozilla/5.0 (X11; Linux x86_64) load test",
            TraceId = number.ToString("x32", CultureInfo.InvariantCulture),
            PreviousHash = previous,
        };
    }

    private static Guid IdOf(short kind, int number) => new(number, kind, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);
}
