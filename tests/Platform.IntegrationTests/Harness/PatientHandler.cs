using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Platform.Kernel.Coherence;

namespace Platform.IntegrationTests.Harness;

/// <summary>
/// Does what <c>503</c> asks of a caller: tries again soon. A node whose machine is so busy that it can't renew its lease
/// within a second refuses rather than guess, and the tests run several nodes on few processors.
/// </summary>
public sealed class PatientHandler : DelegatingHandler
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public PatientHandler(HttpMessageHandler inner)
        : base(inner)
    {
    }

    /// <summary>How long; nothing where a test makes the database unreachable and wants to hear of it.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable
                || request.Content is not (null or JsonContent or ByteArrayContent)
                || waited.Elapsed > Patience
                || !await NothingWasDoneAsync(response, cancellationToken))
            {
                return response;
            }

            response.Dispose();
            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>Other refusals of this kind say that a change was made, or may have been.</summary>
    private static async Task<bool> NothingWasDoneAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        return (await response.Content.ReadAsStringAsync(cancellationToken)).Contains(UnavailableException.NoDatabase, StringComparison.Ordinal);
    }
}
