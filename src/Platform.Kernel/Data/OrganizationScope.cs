namespace Platform.Kernel.Data;

/// <summary>
/// Whose rows this unit of work sees. Until an organization has been entered there are none: no organization in context
/// means no rows.
/// </summary>
public sealed class OrganizationScope
{
    /// <summary>The owner of rows that belong to the instance itself: operators' sessions, applications' tokens.</summary>
    public static readonly Guid Instance = Guid.Empty;

    /// <summary>The organization, <see cref="Instance"/>, or null where none has been entered.</summary>
    public Guid? Id { get; private set; }

    /// <summary>Sees this organization's rows from here on.</summary>
    public void Enter(Guid organizationId) => Id = organizationId;

    /// <summary>Sees no rows any more.</summary>
    public void Leave() => Id = null;

    /// <summary>Enters another organization until disposed: for an operator's command that sets one up, or for a job.</summary>
    public IDisposable Within(Guid organizationId)
    {
        var back = new Back(this, Id);
        Id = organizationId;
        return back;
    }

    private sealed class Back(OrganizationScope scope, Guid? id) : IDisposable
    {
        public void Dispose() => scope.Id = id;
    }
}
