using System.Net;
using Platform.Kernel.Coherence;

namespace Platform.Kernel.Auditing;

/// <summary>Who is behind the running command, and from where; a job or the host itself where nobody called.</summary>
public sealed class Caller
{
    /// <summary>The kind of caller that the host and its jobs are.</summary>
    public const string Host = "system";

    /// <summary>The caller's grant; null for the host itself and before sign-in.</summary>
    public Grant? Grant { get; private set; }

    public IPAddress? Address { get; private set; }

    public string? UserAgent { get; private set; }

    public string? TraceId { get; private set; }

    /// <summary>Where nobody is signed in: <c>system</c> for the host and its jobs, <c>anonymous</c> for a public call.</summary>
    public string UnknownKind { get; private set; } = Host;

    public void Called(Grant? grant, IPAddress? address, string? userAgent, string? traceId)
    {
        (Grant, Address, TraceId) = (grant, address, traceId);
        UserAgent = userAgent is { Length: > 200 } ? userAgent[..200] : userAgent;
        UnknownKind = "anonymous";
    }
}
