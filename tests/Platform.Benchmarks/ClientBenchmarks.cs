using System.Net;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Client;
using Platform.Client.Asking;
using Platform.Client.Memory;

namespace Platform.Benchmarks;

/// <summary>
/// What verifying a remembered token takes inside a product: lease, memory, expiry, address, limit, organization and scope. Of
/// 10,000 tokens, in no order that a processor could foresee.
/// </summary>
public class ClientBenchmarks
{
    private const int Tokens = 10_000;
    private static readonly AskedScope Asked = AskedScope.Parse("tickets:read", null);
    private readonly string[] _secrets = [.. Enumerable.Range(0, Tokens).Select(_ => $"pts_{System.Security.Cryptography.RandomNumberGenerator.GetHexString(42)}")];
    private readonly IPAddress _address = IPAddress.Parse("192.0.2.7");
    private readonly PlatformVerifier _verifier;
    private readonly FeedLease _lease = new(TimeProvider.System);
    private readonly Timer _heartbeats;
    private int _next;

    public ClientBenchmarks()
    {
        var options = Options.Create(new PlatformOptions { Address = new Uri("http://127.0.0.1:1"), ApplicationToken = "none", AskAgainAfter = TimeSpan.FromHours(1) });
        var memory = new TokenMemory(Tokens * 4);
        memory.Reset(1);
        foreach (var secret in _secrets)
        {
            memory.Keep(new VerifiedToken(secret, AnswerOf(Guid.CreateVersion7()), null, null, _lease.Now, options.Value.AskAgainAfter), 1);
        }

        var questions = new Questions(new Instance(options, NullLogger<Instance>.Instance), memory, _lease, options);
        _verifier = new PlatformVerifier(questions, memory, _lease, options, TimeProvider.System);
        _lease.Renew(_lease.Now);
        _heartbeats = new Timer(_ => _lease.Renew(_lease.Now), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
    }

    [Benchmark(Description = "verification by a product, of 10,000 tokens in its memory")]
    public bool Verify()
    {
        _next = (_next + 1) % Tokens;
        var verifying = _verifier.VerifyAsync(_secrets[_next].AsSpan(), "northside-fire", _address);
        return verifying.IsCompletedSuccessfully && verifying.Result.Principal is { } principal && principal.Allows(Asked)
            ? true
            : throw new InvalidOperationException("It was not answered from memory.");
    }

    [GlobalCleanup]
    public void Stop() => _heartbeats.Dispose();

    /// <summary>As an instance sends it.</summary>
    private static Answer AnswerOf(Guid id) => JsonSerializer.Deserialize(
        $$"""
        {
          "valid": true, "code": "valid", "organization": { "id": "{{Guid.CreateVersion7()}}", "slug": "northside-fire", "name": "Northside Fire" },
          "subject": { "kind": "serviceAccount", "id": "{{Guid.CreateVersion7()}}", "name": "Dispatch", "email": null }, "tokenId": "{{id}}",
          "scopes": ["people:read", "tickets:read"], "expiresAt": "2099-01-31T09:00:00Z", "addressBound": false, "revision": 1,
          "rateLimit": { "limit": 1000000000, "windowSeconds": 60, "remaining": 1000000000, "resetSeconds": 0 }
        }
        """,
        AnswerJson.Default.Answer)!;
}
