using System.Globalization;
using Platform.Kernel.Authorization;
using Platform.Kernel.Coherence;
using Platform.Kernel.Metering;
using Platform.Kernel.Results;

namespace Platform.UnitTests.Coherence;

/// <summary>Grants and keys for the tests of the cache. A grant says in its display which version of its row it was read from.</summary>
internal static class Grants
{
    /// <summary>What should have happened long before; a step that never comes then fails the test instead of hanging it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static readonly Error Refusal = new(ErrorCodes.TokenRevoked, "Revoked.");

    public static SecretHash Key(int number) => SecretHash.Of($"secret {number}");

    public static Grant Make(
        long version = 0, Guid credentialId = default, Guid subjectId = default, Guid? accountId = null, Guid? organizationId = null, TokenMeter? meter = null) => new()
    {
        CredentialKind = CredentialKind.ApiToken,
        CredentialId = credentialId,
        Subject = new GrantSubject(SubjectKind.Person, subjectId, "somebody", AccountId: accountId),
        Meter = meter,
        Organization = organizationId is { } id ? new GrantOrganization(id, "org", "Organization") : null,
        Permissions = ScopeSet.None,
        Display = version.ToString(CultureInfo.InvariantCulture),
    };

    public static long Version(this Grant grant) => long.Parse(grant.Display!, CultureInfo.InvariantCulture);

    public static Func<Task<Result<Grant>>> Loading(Grant grant) => () => Task.FromResult<Result<Grant>>(grant);

    public static Task Put(this GrantCache cache, int number, Grant grant) => cache.GetOrLoadAsync(Key(number), Loading(grant)).WaitAsync(Patience);
}

/// <summary>A load driven by hand: it begins, reads its row and ends when it is told to.</summary>
internal sealed class HandLoad(Func<Result<Grant>> read)
{
    private readonly TaskCompletionSource _begun = NewSource();
    private readonly TaskCompletionSource _mayRead = NewSource();
    private readonly TaskCompletionSource _hasRead = NewSource();
    private readonly TaskCompletionSource _mayEnd = NewSource();

    public HandLoad(Func<Grant> read)
        : this(() => (Result<Grant>)read())
    {
    }

    public Task Begun => _begun.Task.WaitAsync(Grants.Patience);

    public async Task<Result<Grant>> RunAsync()
    {
        _begun.SetResult();
        await _mayRead.Task;
        var result = read();
        _hasRead.SetResult();
        await _mayEnd.Task;
        return result;
    }

    public Task ReadAsync()
    {
        _mayRead.TrySetResult();
        return _hasRead.Task.WaitAsync(Grants.Patience);
    }

    public void End() => _mayEnd.TrySetResult();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
