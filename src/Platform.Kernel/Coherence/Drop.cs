namespace Platform.Kernel.Coherence;

/// <summary>What a change takes out of the cache of grants.</summary>
public enum DropKind
{
    /// <summary>One credential: a token or a session, by its id.</summary>
    Credential = 1,

    /// <summary>All credentials of one subject: a person, service account or application.</summary>
    Subject = 2,

    /// <summary>All credentials of one account, whatever the organization.</summary>
    Account = 3,

    /// <summary>All credentials that act in one organization.</summary>
    Organization = 4,

    /// <summary>Everything.</summary>
    All = 5,

    /// <summary>No grant, but what the node remembers of the permission catalogue.</summary>
    Catalogue = 6,
}

/// <summary>One thing to drop.</summary>
public readonly record struct Drop(DropKind Kind, Guid Key);
