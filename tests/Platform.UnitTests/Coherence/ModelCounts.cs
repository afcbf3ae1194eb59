namespace Platform.UnitTests.Coherence;

/// <summary>What happened in a model: one in which nothing happens would prove nothing.</summary>
internal sealed class ModelCounts
{
    public int Held { get; set; }

    public int Loaded { get; set; }

    public int Answered { get; set; }

    public int Fenced { get; set; }

    public int Joined { get; set; }

    public void Add(ModelCounts other)
    {
        Held += other.Held;
        Loaded += other.Loaded;
        Answered += other.Answered;
        Fenced += other.Fenced;
        Joined += other.Joined;
    }
}
