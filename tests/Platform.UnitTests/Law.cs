using FsCheck;
using FsCheck.Fluent;

namespace Platform.UnitTests;

/// <summary>
/// Says of a property that it holds for everything generated. A failure names the smallest counterexample and the seed that
/// leads to it again. (FsCheck's own attribute wants a newer xunit than the one we have.)
/// </summary>
internal static class Law
{
    private static readonly Config Quiet = Config.QuickThrowOnFailure.WithQuietOnSuccess(true);

    public static Arbitrary<string> AnyText { get; } = ArbMap.Default.ArbFor<string>();

    public static void Holds<T>(Arbitrary<T> values, Func<T, bool> law, int times = 500) =>
        Prop.ForAll(values, law).Check(Quiet.WithMaxTest(times));

    public static void Holds<T>(Gen<T> values, Func<T, bool> law, int times = 500) => Holds(values.ToArbitrary(), law, times);

    /// <summary>For laws that assert by themselves.</summary>
    public static void Holds<T>(Arbitrary<T> values, Action<T> law, int times = 500) =>
        Prop.ForAll(values, law).Check(Quiet.WithMaxTest(times));
}
