using System.Net;
using System.Text.Json.Nodes;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Kernel.Auditing;

/// <summary>Who did something: kept with what they did, so that it can be said when they are long gone.</summary>
/// <param name="Kind"><c>person</c>, <c>serviceAccount</c>, <c>application</c>, <c>operator</c>, <c>account</c>, <c>system</c> or <c>anonymous</c>.</param>
public sealed record Actor(string Kind, Guid Id, string Name);

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

    /// <summary>Where the caller reached the instance: links that the call causes lead there; null for the host itself.</summary>
    public string? PublicAddress { get; private set; }

    /// <summary>
    /// Who did it, as logs and records keep it: the grant's subject; where there is none, the host itself, whoever has just
    /// proved who they are, or <c>anonymous</c>.
    /// </summary>
    public Actor Actor { get; private set; } = new(Host, Guid.Empty, "The host");

    /// <summary>The API token that the actor used; null for a signed-in person and for the host itself.</summary>
    public Guid? TokenId { get; private set; }

    /// <summary>Under which support entry an operator acts in an organization; null for everybody else.</summary>
    public SupportAccess? Support { get; private set; }

    /// <summary>True for the host itself and its jobs.</summary>
    public bool IsHost => Actor.Kind == Host;

    public void Called(Grant? grant, IPAddress? address, string? userAgent, string? traceId, string? publicAddress = null)
    {
        (Grant, Address, TraceId, PublicAddress) = (grant, address, traceId, publicAddress);
        UserAgent = userAgent?.Cut(200);
        Support = grant?.Support;
        TokenId = grant is { CredentialKind: CredentialKind.ApiToken } token ? token.CredentialId : null;
        Actor = grant is null ? new Actor("anonymous", Guid.Empty, "") : new Actor(grant.SubjectKind.ToName(), grant.SubjectId, grant.SubjectName);
    }

    /// <summary>Somebody without a grant has proved who they are: by a password, an invitation, a session of theirs, or a token that no grant is made of.</summary>
    public void Proved(Actor actor, Guid? tokenId = null, SupportAccess? support = null) => (Actor, TokenId, Support) = (actor, tokenId, support);

    /// <summary>The facts as the log is to have them: what an operator does in an organization names the support entry and its reason.</summary>
    public IReadOnlyList<AuditFact> Explain(IReadOnlyList<AuditFact> facts)
    {
        if (Support is { } support)
        {
            foreach (var fact in facts.Where(fact => fact.OrganizationId == support.OrganizationId))
            {
                fact.Changes["supportEntry"] = new JsonObject { ["before"] = null, ["after"] = support.EntryId.ToString() };
                fact.Changes["supportReason"] = new JsonObject { ["before"] = null, ["after"] = support.Reason };
            }
        }

        return facts;
    }
}
