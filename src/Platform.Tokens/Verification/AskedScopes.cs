using System.Collections.Concurrent;
using MediatR;
using Microsoft.AspNetCore.Http;
using Platform.Contracts.Roles;
using Platform.Kernel.Authorization;
using Platform.Kernel.Coherence;
using Platform.Kernel.Results;

namespace Platform.Tokens.Verification;

/// <summary>
/// Reads the scopes that a verifier or a gateway asks for. One that the catalogue does not have is refused with the nearest one
/// that it has: a slip in a verifier must not let through whoever may do everything. Known ones ask nobody, while this node has a
/// lease.
/// </summary>
internal sealed class AskedScopes(GrantCache cache, NodeLease lease)
{
    /// <summary>The parameter in which a gateway names what it asks for, once for each scope.</summary>
    public const string QueryParameter = "scope";

    /// <summary>Scopes that may be asked for at a time.</summary>
    public const int Most = 200;

    private const int MostQueries = 1000;
    private static readonly Result<IReadOnlyList<Scope>> None = Array.Empty<Scope>();
    private static readonly Error TooMany = Error.Invalid("scopes", $"scopes must be at most {Most} scopes.");

    /// <summary>Whole query strings: a gateway sends the same few, whoever calls it.</summary>
    private readonly ConcurrentDictionary<string, (long Epoch, Scope[] Scopes)> _queries = new(StringComparer.Ordinal);

    private readonly KnownScopes _known = cache.KnownScopes;

    /// <summary>The scopes of a query string that was read before.</summary>
    public bool TryReadQuery(HttpRequest request, out IReadOnlyList<Scope> scopes)
    {
        var held = lease.IsHeld;
        var found = _queries.TryGetValue(request.QueryString.Value ?? "", out var read) && held && read.Epoch == _known.Epoch;
        scopes = read.Scopes;
        return found;
    }

    /// <inheritdoc cref="ReadAsync"/>
    public async ValueTask<Result<IReadOnlyList<Scope>>> ReadQueryAsync(HttpRequest request)
    {
        var epoch = _known.Epoch;
        var scopes = await ReadAsync(request.Query[QueryParameter], request.HttpContext.RequestServices);

        // One that holds anything else, such as the caller's own path, would not come again.
        if (scopes.Error is null && request.Query.All(parameter => parameter.Key == QueryParameter))
        {
            if (_queries.Count >= MostQueries)
            {
                _queries.Clear();
            }

            _queries[request.QueryString.Value ?? ""] = (epoch, [.. scopes.Value]);
        }

        return scopes;
    }

    /// <summary>The scopes, or <c>validation-failed</c> with the nearest known name at the first unknown one.</summary>
    public ValueTask<Result<IReadOnlyList<Scope>>> ReadAsync(IReadOnlyList<string?>? names, IServiceProvider services)
    {
        if (names is null or { Count: 0 })
        {
            return new(None);
        }

        if (names.Count > Most)
        {
            return new((Result<IReadOnlyList<Scope>>)TooMany);
        }

        var held = lease.IsHeld;
        var scopes = new Scope[names.Count];
        for (var at = 0; at < scopes.Length; at++)
        {
            if (!Scope.TryParse(names[at], out scopes[at]) || !held || !_known.Contains(scopes[at]))
            {
                return ReadInCatalogueAsync(names, services);
            }
        }

        return new((Result<IReadOnlyList<Scope>>)scopes);
    }

    private async ValueTask<Result<IReadOnlyList<Scope>>> ReadInCatalogueAsync(IReadOnlyList<string?> names, IServiceProvider services)
    {
        var epoch = _known.Epoch;
        var mediator = (IMediator)services.GetService(typeof(IMediator))!;
        var read = await mediator.Send(new ReadScopes("scopes", [.. names.Select(name => name ?? "")]));
        if (read.Error is { } unknown)
        {
            return unknown;
        }

        var scopes = read.Value.Select(Scope.Parse).ToArray();
        _known.Add(scopes, epoch);
        return scopes;
    }
}
