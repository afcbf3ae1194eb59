using BenchmarkDotNet.Attributes;
using Platform.Kernel.Authorization;
using Platform.Kernel.Coherence;

namespace Platform.Benchmarks;

/// <summary>
/// Whether a request's permission is among those of the cached grant: what every request asks once. The grants hold one scope
/// and 2,000; the last one is asked for a permission that it lacks.
/// </summary>
public class PermissionBenchmarks
{
    private static readonly RequiredPermission Asked = RequiredPermission.Named("people:read");
    private readonly Grant _small = Holding("people:read");
    private readonly Grant _large = Holding([.. Names, "people:read"]);
    private readonly Grant _without = Holding([.. Names]);

    private static IEnumerable<string> Names => Enumerable.Range(0, 2000).Select(number => $"resource-{number / 10}:action-{number % 10}");

    [Benchmark(Description = "permission of a request, grant of 1 scope")]
    public bool Small() => _small.Permissions.Allows(Asked);

    [Benchmark(Description = "permission of a request, grant of 2,000 scopes")]
    public bool Large() => _large.Permissions.Allows(Asked);

    [Benchmark(Description = "permission of a request, refused by a grant of 2,000 scopes")]
    public bool Refused() => _without.Permissions.Allows(Asked);

    private static Grant Holding(params string[] scopes) => new()
    {
        CredentialKind = CredentialKind.ApiToken,
        CredentialId = Guid.CreateVersion7(),
        Subject = new GrantSubject(SubjectKind.ServiceAccount, Guid.CreateVersion7(), "Benchmark"),
        Permissions = ScopeSet.Of(scopes),
    };
}
