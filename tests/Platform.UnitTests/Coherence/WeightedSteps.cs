namespace Platform.UnitTests.Coherence;

/// <summary>What may happen next, some of it more often than the rest. What is left of the number says how it happens.</summary>
internal sealed class WeightedSteps(params (int Weight, Action<int> Step)[] steps)
{
    private readonly int _all = steps.Sum(step => step.Weight);

    public void Take(int number)
    {
        var at = number % _all;
        foreach (var (weight, step) in steps)
        {
            if ((at -= weight) < 0)
            {
                step(number / _all);
                return;
            }
        }
    }
}
