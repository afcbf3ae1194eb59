namespace Platform.Kernel.Data;

/// <summary>
/// A copy of a database into which very many rows are written, without what makes single writes safe and single reads fast. It
/// takes the place of the database when it is complete; where it is not, the database is as it was.
/// </summary>
public abstract class BulkLoad : IDisposable
{
    /// <summary>Leads to the copy.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>Makes good what was left out, and puts the copy in the database's place. Nothing else may have it open.</summary>
    public abstract void Complete();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
