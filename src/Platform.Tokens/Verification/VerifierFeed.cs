using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Tokens.Data;

namespace Platform.Tokens.Verification;

/// <summary>
/// One verifier's feed (<c>docs/decisions/0026-verifying-in-process.md</c> has the proof). Each turn notes the time, asks for the
/// lease, reads what was dropped, and writes it before the heartbeat that carries that time: whatever was dropped here before
/// then has been written. It ends with the node's lease, and with the verifier's own credential.
/// </summary>
internal sealed partial class VerifierFeed(
    DropLog log, NodeLease lease, NodeClock clock, Credentials credentials, IServiceScopeFactory scopes, IHostApplicationLifetime host, TimeProvider time, ILogger<VerifierFeed> logger)
{
    /// <summary>At least so often there is a heartbeat, with some time to spare to the 250 ms that were promised.</summary>
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(150);

    /// <summary>Of one statement: SQL Server takes 2,100.</summary>
    private const int MostKeys = 500;

    /// <param name="http">The verifier's request.</param>
    /// <param name="verifier">Who it is.</param>
    /// <param name="resumedAt">Up to where the verifier has all drops; null where it begins.</param>
    public async Task WriteAsync(HttpContext http, Grant verifier, long? resumedAt)
    {
        var began = clock.Monotonic;
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        try
        {
            var position = resumedAt is { } revision ? log.After(revision) : null;
            if (position is null)
            {
                var beginning = log.ReadEnd();
                position = beginning.Position;
                await WriteAsync(http.Response, $"event: reset\ndata: {{\"revision\":{beginning.Revision}}}\n\n");
            }

            // What ended the credential before the position was taken would never be read.
            if (!await IsGoodAsync(http.Request))
            {
                return;
            }

            await FollowAsync(http.Response, verifier, position.Value, began, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The verifier has gone, or the host is about to.
        }
        catch (Exception failure)
        {
            // The rest is not known: no heartbeat may come after this.
            LogBroken(failure);
            http.Abort();
        }
    }

    private async Task FollowAsync(HttpResponse response, Grant verifier, long position, TimeSpan began, CancellationToken ended)
    {
        while (true)
        {
            var (changed, elapsed) = (log.Changed, clock.Monotonic - began);
            if (!lease.IsHeld || verifier.IsExpiredAt(time.GetUtcNow().UtcDateTime))
            {
                return;
            }

            var text = new StringBuilder();
            var news = log.ReadFrom(position);
            if (news is null)
            {
                news = log.ReadEnd();
                text.Append(null, $"event: reset\ndata: {{\"revision\":{news.Revision}}}\n\n");
            }

            var told = await ChooseAsync(verifier, news.Rows, ended);
            foreach (var row in told)
            {
                text.Append(null, $"event: drop\ndata: {{\"revision\":{row.Revision},{Describe(row.Drop)}}}\n\n");
            }

            // Whether the verifier's own credential is still good is seen when it comes back.
            var isLast = news.Rows.Any(row => verifier.RestsOn(row.Drop));
            if (!isLast)
            {
                text.Append(null, $"event: heartbeat\nid: {news.Revision}\ndata: {{\"revision\":{news.Revision},\"elapsed\":{(long)elapsed.TotalMilliseconds}}}\n\n");
            }

            await WriteAsync(response, text.ToString());
            if (isLast)
            {
                return;
            }

            position = news.Position;
            await Task.WhenAny(changed, Task.Delay(Pulse, ended));
            ended.ThrowIfCancellationRequested();
        }
    }

    /// <summary>What is this verifier's to know: an organization's own hears of its organization alone.</summary>
    private async Task<IReadOnlyList<FeedRow>> ChooseAsync(Grant verifier, IReadOnlyList<FeedRow> rows, CancellationToken cancellationToken)
    {
        var drops = rows.Where(row => row.Drop.Kind != DropKind.Catalogue).ToList();
        if (verifier.SubjectKind == SubjectKind.Application || drops.Count == 0)
        {
            return drops;
        }

        var mine = await FindMineAsync(verifier.OrganizationId, [.. drops.Where(row => row.Drop.Kind is DropKind.Credential or DropKind.Subject).Select(row => row.Drop.Key).Distinct()], cancellationToken);
        return [.. drops.Where(row => row.Drop.Kind switch
        {
            DropKind.Credential or DropKind.Subject => mine.Contains(row.Drop.Key),
            DropKind.Organization => row.Drop.Key == verifier.OrganizationId,
            _ => true,
        })];
    }

    /// <summary>Which of these are tokens of the organization, or owners of some.</summary>
    private async Task<HashSet<Guid>> FindMineAsync(Guid organizationId, IReadOnlyList<Guid> keys, CancellationToken cancellationToken)
    {
        var mine = new HashSet<Guid>();
        if (keys.Count == 0)
        {
            return mine;
        }

        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(organizationId);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDbContext>();
        foreach (var some in keys.Chunk(MostKeys))
        {
            mine.UnionWith(await db.Tokens.Where(token => some.Contains(token.Id)).Select(token => token.Id).ToListAsync(cancellationToken));
            mine.UnionWith(await db.Tokens.Where(token => some.Contains(token.OwnerId)).Select(token => token.OwnerId).Distinct().ToListAsync(cancellationToken));
        }

        return mine;
    }

    private async Task<bool> IsGoodAsync(HttpRequest request)
    {
        if (AccessMiddleware.ReadSecret(request.Headers, out var secret) is not null)
        {
            return false;
        }

        return credentials.TryGet(secret, out _, out var loading) || (await loading).Error is null;
    }

    /// <summary>In the words of <c>/verify</c>'s answers. Accounts are not in them: what rests on one is anybody's.</summary>
    private static string Describe(Drop drop) => drop.Kind switch
    {
        DropKind.Credential => $"\"kind\":\"token\",\"id\":\"{drop.Key}\"",
        DropKind.Subject => $"\"kind\":\"subject\",\"id\":\"{drop.Key}\"",
        DropKind.Organization => $"\"kind\":\"organization\",\"id\":\"{drop.Key}\"",
        _ => "\"kind\":\"all\"",
    };

    private static async Task WriteAsync(HttpResponse response, string text)
    {
        await response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(text));
        await response.BodyWriter.FlushAsync();
    }

    [LoggerMessage(LogLevel.Warning, "A verifier's feed was broken off: what it must forget could not be read")]
    private partial void LogBroken(Exception failure);
}
