using Pathmind.Numerics;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>How far a training is and how it went: what stop rules, progress and records look at.</summary>
/// <param name="options">The user's.</param>
/// <param name="schema">What the simulation looks like.</param>
/// <param name="inputs">The observations that the policy sees.</param>
/// <param name="maxSteps">Steps after which an episode is cut.</param>
/// <param name="clock">For the figures of speed and the time limit.</param>
internal sealed class TrainingState(
    TrainingOptions options, SimulationSchema schema, ObservationLayout inputs, int maxSteps, TimeProvider clock)
{
    readonly long startedAt = clock.GetTimestamp();
    TimeSpan elapsedBefore;

    public TrainingOptions Options => options;

    public ResolvedOptions Plan { get; } = new(options, schema.Agents);

    public SimulationSchema Schema => schema;

    /// <summary>The observations that the policy sees.</summary>
    public ObservationLayout Inputs => inputs;

    /// <summary>Steps after which an episode is cut.</summary>
    public int MaxSteps => maxSteps;

    public TrainingHistory History { get; private set; } = new(schema.Simulation, []);

    public RecentEpisodes Recent { get; } = new();

    /// <summary>What the tests look at; complete once the reward terms are known.</summary>
    public LearningCurve Curve { get; private set; } = new(terms: 0, schema.Agents);

    /// <summary>What each agent gained.</summary>
    public AgentEpisodes Agents { get; private set; } = new(trajectories: 0, schema.Agents);

    /// <summary>Whether rewards of different iterations can be compared: not while several weighted terms are
    /// balanced.</summary>
    public bool HasOneUnit { get; private set; }

    /// <summary>The simulation's goals.</summary>
    public Goals Goals { get; set; } = [];

    /// <summary>What limits cost; null without limits.</summary>
    public LimitWeights? Limits { get; set; }

    /// <summary>[terms] over all episodes so far, of each term's sum.</summary>
    public Moments[] Terms { get; private set; } = [];

    /// <summary>Steps of all simulations so far, those of the warm-up included.</summary>
    public long Steps { get; set; }

    /// <summary>Episodes cut at <see cref="Simulation.MaxSteps"/> so far.</summary>
    public long Truncated { get; set; }

    /// <summary>Time since the training began, that before a checkpoint included.</summary>
    public TimeSpan Elapsed => elapsedBefore + clock.GetElapsedTime(startedAt);

    /// <summary>The date and time of day, for the record.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Share of the steps that are made, in [0, 1]; of the time if only that is bounded.</summary>
    public float Progress => Math.Min(1, options is { Steps: null, Time: { } time } ? (float)(Elapsed / time) : (float)Steps / Plan.Steps);

    /// <summary>Steps that the training is about to make, at most 2 million: <see cref="ResolvedOptions.Horizon"/>, or
    /// as many as its time allows at the speed so far.</summary>
    public double ExpectedSteps => options is { Steps: null, Time: not null } ? Math.Min(Plan.Horizon, Steps / Progress) : Plan.Horizon;

    /// <summary>Time between decisions when the training began; null where it was not measured.</summary>
    public PaceState? Pace { get; set; }

    /// <summary>Mean length of the episodes in which a teacher was imitated; null without one.</summary>
    public double? ImitatedLength { get; set; }

    /// <summary>Mean length of the episodes in the last iteration in which one ended; null while none has.</summary>
    public double? EpisodeLength => History.LastOrDefault(row => row.LengthMean is not null)?.LengthMean ?? ImitatedLength;

    /// <summary>Begins to follow the rewards, whose terms are known after the first step.</summary>
    /// <param name="hasOneUnit"><see cref="HasOneUnit"/>.</param>
    public void Follow(bool hasOneUnit)
    {
        Curve = new(schema.Rewards!.Names.Length, schema.Agents);
        Agents = new(Plan.Simulations * schema.Agents, schema.Agents);
        Terms = new Moments[schema.Rewards!.Names.Length];
        HasOneUnit = hasOneUnit;
    }

    /// <summary>Takes an episode into account that has ended.</summary>
    /// <param name="reward">Without what limits cost.</param>
    /// <param name="length">Its steps.</param>
    /// <param name="terms">[terms].</param>
    /// <param name="metrics">[metrics]; empty if the simulation has none.</param>
    public void AddEpisode(double reward, int length, ReadOnlySpan<double> terms, ReadOnlySpan<double> metrics)
    {
        for (var i = 0; i < terms.Length; i++)
            Terms[i] = Terms[i].With(terms[i]);
        Limits?.Add(reward, length, terms, metrics);
    }

    /// <summary>Continues where a checkpoint was written.</summary>
    public void Restore(Checkpoint from)
    {
        (Steps, Truncated, elapsedBefore) = (from.Steps, from.Truncated, TimeSpan.FromSeconds(from.Seconds));
        (Recent.State, Terms) = (from.Recent, from.Terms);
        (Curve.State, Agents.State) = (from.Curve, from.Agents);
        if (Limits is not null && from.Limits is not null)
            Limits.State = from.Limits;
        (History, ImitatedLength) = (new(schema.Simulation, from.History), from.ImitatedLength);
    }
}
