using Microsoft.AspNetCore.Builder;
using Platform.Kernel.Authorization;

namespace Platform.Kernel.Http;

public enum AccessKind
{
    /// <summary>Anybody, without a credential.</summary>
    Public,

    /// <summary>Whoever belongs to the organization, whatever the permissions.</summary>
    Member,

    /// <summary>Whoever holds the permission in the organization.</summary>
    Permission,

    /// <summary>An operator of the instance, signed in; no organization needed.</summary>
    Operator,

    /// <summary>An application's token, or whoever holds the permission in the organization.</summary>
    Application,

    /// <summary>Whoever holds the secret that the body names; the endpoint judges that itself.</summary>
    Holder,

    /// <summary>
    /// Anybody, for a gateway: the request's own credential is judged, and the status is the verdict: 401, 403 or 429, and
    /// nothing else that a gateway would not pass on. The credential's own organization is meant where none is named.
    /// </summary>
    Gateway,
}

/// <summary>
/// Who may call an endpoint, said in its route line. An endpoint that says nothing is closed to everyone.
/// </summary>
public sealed class Access
{
    internal Access(AccessKind kind, string? permission = null, string? reason = null)
    {
        Kind = kind;
        Permission = permission is null ? null : RequiredPermission.Named(permission);
        Reason = reason;
    }

    public AccessKind Kind { get; }

    public RequiredPermission? Permission { get; }

    /// <summary>Why anybody may call it, where anybody may.</summary>
    public string? Reason { get; }

    /// <summary>True where only a signed-in person will do: an API token can't be used to make or change a personal one.</summary>
    public bool PersonOnly { get; internal init; }

    /// <summary>True where an operator who has entered the organization as support may do it without the permission.</summary>
    public bool ForSupport { get; internal init; }

    /// <summary>True where the account is asked and not the organization: whoever names none is let in too.</summary>
    public bool OfAccount { get; internal init; }

    /// <summary>As <c>x-required-permission</c> of the OpenAPI document says it.</summary>
    public string Requirement => Kind switch
    {
        AccessKind.Permission => Permission!.Name,
        AccessKind.Gateway => "public",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}

/// <summary>The instance's own rules for its operators.</summary>
/// <param name="RequireMfa"><c>Operators:RequireMfa</c>: whether an operator's acts need a session with a second factor.</param>
public sealed record OperatorRules(bool RequireMfa);

/// <summary>The words in which route lines say who may call.</summary>
public static class AccessExtensions
{
    public static TBuilder Requires<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Access(AccessKind.Permission, permission));

    public static TBuilder RequiresMember<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Access(AccessKind.Member));

    /// <summary>Like <see cref="Requires{TBuilder}"/>, or an operator who has entered the organization as support.</summary>
    public static TBuilder RequiresOrSupport<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Access(AccessKind.Permission, permission) { ForSupport = true });

    /// <summary>A member who is signed in as a person; API tokens are refused.</summary>
    public static TBuilder RequiresSignIn<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Access(AccessKind.Member) { PersonOnly = true });

    /// <summary>Like <see cref="RequiresSignIn{TBuilder}(TBuilder)"/>, and the permission.</summary>
    public static TBuilder RequiresSignIn<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new Access(AccessKind.Permission, permission) { PersonOnly = true });

    /// <summary>Like <see cref="RequiresSignIn{TBuilder}(TBuilder)"/>, for what is the account's own: an operator in no organization may too.</summary>
    public static TBuilder RequiresAccount<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Access(AccessKind.Member) { PersonOnly = true, OfAccount = true });

    public static TBuilder RequiresOperator<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Access(AccessKind.Operator));

    /// <summary>An application, or a holder of <paramref name="permission"/> for its own organization.</summary>
    public static TBuilder RequiresApplicationOr<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Access(AccessKind.Application, permission));

    /// <summary>Anybody may call it, for this reason.</summary>
    public static TBuilder AllowPublic<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Access(AccessKind.Public, reason: reason));

    /// <summary>Anybody who holds the secret that the body names may call it, for this reason.</summary>
    public static TBuilder AllowHolder<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Access(AccessKind.Holder, reason: reason));

    /// <summary>Anybody may have the request's own credential judged, for this reason.</summary>
    public static TBuilder AllowGateway<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Access(AccessKind.Gateway, reason: reason));
}
