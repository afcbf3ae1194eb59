namespace Platform.Kernel.Data;

/// <summary>What commits are written to first. Its pages are moved on to the database from time to time, after which it begins anew.</summary>
public abstract class Journal : IDisposable
{
    /// <summary>Moves on what no reader still needs, while others read and write.</summary>
    /// <returns>The pages that it holds, moved on or not.</returns>
    public abstract int Checkpoint();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
