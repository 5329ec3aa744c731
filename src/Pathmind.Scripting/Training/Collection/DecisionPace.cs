using Pathmind.Numerics;
using Pathmind.Rollouts;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>How much simulated time lies between two decisions of an agent, measured with random actions before the
/// training begins: whether it matters how time discounts (docs/ppo.md 15).</summary>
internal sealed class DecisionPace : PolicyPlayer
{
    /// <summary>Where time discounts: mean times between two decisions after which a reward counts 37 %.</summary>
    public const double WithinReach = 10;

    /// <summary>Times between decisions that are measured, and fewest that tell anything: the mean of two, where each
    /// is as uneven as chance makes it (exponential), is wrong by 71 % of it in the usual case, of ten by 32 %, and so
    /// are the deviations by which evenness is judged. Where fewer are known, it is as if there were no clock: each
    /// decision discounts alike, which is never far off by luck.</summary>
    const int Enough = 500, Fewest = 10;

    /// <summary>Deviation of the time between decisions, as a share of its mean, from which on it matters that some
    /// take longer than others.</summary>
    const double Uneven = 0.25;

    readonly int mostSteps;
    readonly Func<bool> isStopped;
    readonly double[] last;                                              // [agents] of the last decision in this episode; NaN for none
    Moments between;
    int steps;
    bool isClock = true;

    DecisionPace(int seed, SimulationSchema schema, int mostSteps, Func<bool> isStopped)
        : base(Policy.Random(seed), "random", schema) =>
        (this.mostSteps, this.isStopped, last) = (mostSteps, isStopped, new double[schema.Agents]);

    /// <summary>The mean time, where it is uneven. Measuring it may take a fortieth of the training's steps, 20 to
    /// 2 000, or of its time, where that alone bounds it.</summary>
    /// <param name="simulation">Is not in use yet.</param>
    /// <param name="options">Of the training.</param>
    /// <param name="clock">Of the training.</param>
    /// <param name="stop">Ends it before the next step.</param>
    /// <returns>Simulated seconds; null where the times are even, or as <see cref="Measure"/> says.</returns>
    /// <remarks>With other options it comes out otherwise, so a training that is resumed goes on with what its
    /// checkpoint holds: <see cref="PaceState"/>.</remarks>
    /// <exception cref="SimulationException">The simulation threw or broke a rule.</exception>
    public static double? UnevenMean(Simulation simulation, TrainingOptions options, TimeProvider clock, CancellationToken stop)
    {
        var (begun, steps) = (clock.GetTimestamp(), Math.Clamp((options.Steps ?? long.MaxValue) / 40, 20, 2_000));
        var time = options.Steps is null ? options.Time / 40 : null;
        var pace = Measure(simulation, options.Seed, (int)steps, () => stop.IsCancellationRequested || clock.GetElapsedTime(begun) > time);
        return pace is { Mean: > 0 } found && found.Deviation >= Uneven * found.Mean ? found.Mean : null;
    }

    /// <summary>The times between decisions.</summary>
    /// <param name="simulation">Is not in use yet.</param>
    /// <param name="seed">Of chance and actions.</param>
    /// <param name="mostSteps">Steps after which no more are measured.</param>
    /// <param name="isStopped">Whether to end before the next step.</param>
    /// <returns>Simulated seconds; null for a simulation without a clock, or whose clock runs backwards, or in which
    /// fewer than ten times were seen, as where agents decide once.</returns>
    /// <exception cref="SimulationException">The simulation threw or broke a rule.</exception>
    public static Moments? Measure(Simulation simulation, int seed, int mostSteps, Func<bool> isStopped)
    {
        SimulationDriver driver = new(simulation, new RandomStream(seed, RandomStreams.Pace));
        if (!HasClock(driver))
            return null;
        DecisionPace pace = new(seed, driver.Schema, mostSteps, isStopped);
        while (pace.IsGoingOn)
            driver.Play(pace);
        return pace is { isClock: true, between.Count: >= Fewest } ? pace.between : null;
    }

    static bool HasClock(SimulationDriver driver)
    {
        try
        {
            return double.IsFinite(driver.ReadSeconds());
        }
        catch (Exception exception)
        {
            throw driver.Explain(exception);
        }
    }

    bool IsGoingOn => isClock && between.Count < Enough && steps < mostSteps && !isStopped();

    public override bool Decide(SimulationDriver driver)
    {
        if (driver.Step == 0)
            Array.Fill(last, double.NaN);
        var now = driver.ReadSeconds();
        for (var agent = 0; agent < last.Length; agent++)
            if (driver.Decides(agent))
            {
                isClock &= double.IsFinite(now) && !(now < last[agent]);
                if (!double.IsNaN(last[agent]))
                    between = between.With(now - last[agent]);
                last[agent] = now;
            }
        return base.Decide(driver);
    }

    public override bool Observe(SimulationDriver driver)
    {
        steps++;
        return IsGoingOn;
    }
}

/// <summary>What was found when a training began.</summary>
/// <param name="UnevenMean">Mean simulated seconds between two decisions of an agent; null where they do not
/// matter.</param>
internal sealed record PaceState(double? UnevenMean);
