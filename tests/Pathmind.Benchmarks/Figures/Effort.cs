namespace Pathmind.Benchmarks;

/// <summary>How much is measured.</summary>
/// <param name="Rounds">Samples of a timing.</param>
/// <param name="Seeds">Trainings of a row that is taken over seeds, counted from seed 1.</param>
/// <param name="WarmUp">For how long something runs before it is timed: by then the JIT compiler has done its
/// best.</param>
internal sealed record Effort(int Rounds, int Seeds, TimeSpan WarmUp)
{
    public static Effort Full { get; } = new(Rounds: 9, Seeds: 10, WarmUp: TimeSpan.FromSeconds(0.6));

    public static Effort Quick { get; } = new(Rounds: 3, Seeds: 3, WarmUp: TimeSpan.FromSeconds(0.3));

    public IEnumerable<int> SeedNumbers => Enumerable.Range(1, Seeds);
}
