using System.Diagnostics;
using Pathmind.Numerics;
using Pathmind.Rollouts;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>How long a simulation's step takes, measured with random actions before the training begins.</summary>
internal sealed class StepPace : PolicyPlayer
{
    /// <summary>Steps that are measured: fewer of slow ones, once so much time is spent.</summary>
    const int Enough = 20, Fewest = 3;
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(0.5);

    readonly Func<bool> isStopped;
    readonly List<TimeSpan> times = [];
    long since;

    StepPace(int seed, SimulationSchema schema, Func<bool> isStopped)
        : base(Policy.Random(seed), "random", schema) => this.isStopped = isStopped;

    /// <summary>The median time of a step, on one thread.</summary>
    /// <param name="simulation">Is not in use yet.</param>
    /// <param name="seed">Of chance and actions.</param>
    /// <param name="isStopped">Whether to end before the next step.</param>
    /// <returns>Zero if it was stopped before the first one.</returns>
    /// <exception cref="SimulationException">The simulation threw or broke a rule.</exception>
    public static TimeSpan Measure(Simulation simulation, int seed, Func<bool> isStopped)
    {
        SimulationDriver driver = new(simulation, new RandomStream(seed, RandomStreams.Pace));
        StepPace pace = new(seed, driver.Schema, isStopped);
        while (pace.IsGoingOn)
            driver.Play(pace);
        return pace.times.Order().ElementAtOrDefault(pace.times.Count / 2);
    }

    bool IsGoingOn => !isStopped()
        && (times.Count < Fewest || (times.Count < Enough && times.Aggregate((sum, time) => sum + time) < Longest));

    public override bool Decide(SimulationDriver driver)
    {
        base.Decide(driver);
        since = Stopwatch.GetTimestamp();
        return true;
    }

    public override bool Observe(SimulationDriver driver)
    {
        times.Add(Stopwatch.GetElapsedTime(since));
        return IsGoingOn;
    }
}
