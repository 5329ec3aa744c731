using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pathmind.Training;

namespace Pathmind;

/// <summary>How PPO learns (Schulman et al., arXiv:1707.06347). Where each default comes from: docs/ppo.md. A null
/// means that the kit decides, as described there.</summary>
public sealed record PpoOptions : AlgorithmOptions
{
    /// <summary>Steps taken in each simulation before an update; at least 2.</summary>
    public int? RolloutSteps { get; init; }

    /// <summary>Rows of one gradient step; at least 2; null for 64, more when many agents give many rows. A rollout's
    /// last minibatch may be smaller.</summary>
    public int? MinibatchSize { get; init; }

    /// <summary>Passes over a rollout; at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Step size of Adam at the start; above 0. After an imitation it is twice as large.</summary>
    public float LearningRate { get; init; } = 5e-4f;

    /// <summary>The step size falls linearly to this share of <see cref="LearningRate"/> at the last step; in [0,
    /// 1].</summary>
    public float FinalLearningRate { get; init; } = 0.03f;

    /// <summary>Discount γ per decision of an agent, in [0, 1]: at 0.99 a reward 100 decisions ahead counts 37 %. Null
    /// for 0.99, but for 0 where measuring shows that an action matters for the reward of its own step alone, and up to
    /// 0.999 where it matters much later and nothing shows it on the way; measured only if <see cref="GaeDecay"/> is
    /// null, too.</summary>
    public float? Discount { get; init; }

    /// <summary>Discounts by simulated time instead of <see cref="Discount"/> per decision: what comes this many
    /// simulated seconds after a decision counts 1/e = 37 %, that is γ = exp(−Δt / DiscountSeconds) for the Δt until
    /// the agent's next decision. Above 0; needs
    /// <see cref="Simulation.SimulatedSeconds"/>. Null: ten times the mean time between two decisions of an agent,
    /// measured before the training, where a simulation has a clock and some decisions take much longer than others,
    /// unless <see cref="Discount"/> or <see cref="GaeDecay"/> is given; else per decision.</summary>
    public double? DiscountSeconds { get; init; }

    /// <summary>λ of the advantage estimates, in [0, 1] (arXiv:1506.02438): 0 trusts the value estimates, 1 the
    /// observed rewards. Null for 0.95, or for what goes with <see cref="Discount"/>: 0 or 1.</summary>
    public float? GaeDecay { get; init; }

    /// <summary>Half-width of the ratio clip, in (0, 1) (arXiv:1707.06347, eq. 7).</summary>
    public float ClipRange { get; init; } = 0.2f;

    /// <summary>Weight of the entropy bonus, at least 0; entropy in nats. Null for 0, but where credit reaches far (see
    /// <see cref="Discount"/>) for 0.05, falling to 0 at the last step.</summary>
    public float? EntropyWeight { get; init; }

    /// <summary>Largest norm of a network's gradient; above 0, may be infinite. Policy and value network are clipped
    /// each on its own.</summary>
    public float MaxGradientNorm { get; init; } = 0.5f;

    /// <summary>Ends a rollout's epochs when the mean approximate KL divergence of an epoch exceeds it; above 0; null
    /// for never.</summary>
    public float? TargetKl { get; init; }

    /// <summary>Widths of the hidden layers, of the policy network and of the value network; 1 to 1024 each.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 64];

    /// <summary>Activation of the hidden layers.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<Activation>))]
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>Whether observations are normalised by their running mean and deviation (kept in the policy
    /// file).</summary>
    public bool NormalizeObservations { get; init; } = true;

    /// <summary>Whether rewards are divided by the running deviation of the discounted return.</summary>
    public bool ScaleRewards { get; init; } = true;

    /// <summary>Whether advantages are normalised in each minibatch.</summary>
    public bool NormalizeAdvantages { get; init; } = true;

    /// <summary>Logarithm of the deviation of continuous actions at the start, in units where a bounded action spans -1
    /// .. 1; in [-5, 2].</summary>
    public float InitialLogStd { get; init; }

    /// <summary>Correlation of the exploration noise of continuous actions from one step to the next at the start, in
    /// [0, 1): 0 is independent noise. It falls to 0 in the first half of the training, or at once when it stops to
    /// pay; one simulation in eight explores with it.</summary>
    public float NoiseCorrelation { get; init; } = 0.9f;

    /// <summary>Writes the options as JSON, in one line.</summary>
    public override string ToString() => TrainingJson.Line(this, TrainingJson.Default.PpoOptions);

    internal override Algorithm Algorithm => PpoLearner.Algorithm;

    internal override JsonTypeInfo Json => TrainingJson.Default.PpoOptions;

    internal override bool MayDiscountByTime => this is { DiscountSeconds: null, Discount: null, GaeDecay: null };

    internal override IReadOnlyList<TunedOption> Tuned =>
    [
        Number(
            nameof(LearningRate), 10, options => options.LearningRate, (options, value) => options with { LearningRate = value },
            1e-6f, 0.1f),
        Number(nameof(ClipRange), 2, options => options.ClipRange, (options, value) => options with { ClipRange = value }, 0.05f, 0.5f),
        .. EntropyWeight is null or 0 ? Array.Empty<TunedOption>() :
        [
            Number(
                nameof(EntropyWeight), 10, options => options.EntropyWeight!.Value,
                (options, value) => options with { EntropyWeight = value }, 1e-5f, 0.1f),
        ],
    ];

    internal override IEnumerable<string> Violations()
    {
        (bool Holds, string Rule)[] rules =
        [
            (RolloutSteps is null or >= 2, $"RolloutSteps is {RolloutSteps}, but must be at least 2"),
            (MinibatchSize is null or >= 2, $"MinibatchSize is {MinibatchSize}, but must be at least 2"),
            (Epochs >= 1, $"Epochs is {Epochs}, but must be at least 1"),
            (LearningRate > 0 && float.IsFinite(LearningRate), $"LearningRate is {LearningRate}, but must be above 0"),
            (FinalLearningRate is >= 0 and <= 1, $"FinalLearningRate is {FinalLearningRate}, but must be in [0, 1]"),
            (Discount is null or (>= 0 and <= 1), $"Discount is {Discount}, but must be in [0, 1]"),
            (DiscountSeconds is null or > 0 and < double.PositiveInfinity,
                $"DiscountSeconds is {DiscountSeconds}, but must be above 0 and finite"),
            (GaeDecay is null or (>= 0 and <= 1), $"GaeDecay is {GaeDecay}, but must be in [0, 1]"),
            (ClipRange is > 0 and < 1, $"ClipRange is {ClipRange}, but must be in (0, 1)"),
            (EntropyWeight is null or (>= 0 and < float.PositiveInfinity), $"EntropyWeight is {EntropyWeight}, but must be at least 0"),
            (MaxGradientNorm > 0, $"MaxGradientNorm is {MaxGradientNorm}, but must be above 0"),
            (TargetKl is null or > 0, $"TargetKl is {TargetKl}, but must be above 0"),
            (Hidden.Count >= 1 && Hidden.All(width => width is >= 1 and <= 1024),
                $"Hidden is [{string.Join(", ", Hidden)}], but must be one or more widths of 1 to 1024"),
            (NoiseCorrelation is >= 0 and < 1, $"NoiseCorrelation is {NoiseCorrelation}, but must be in [0, 1)"),
            (InitialLogStd is >= LogStdParameters.Lowest
                and <= LogStdParameters.Highest,
                    $"InitialLogStd is {InitialLogStd}, but must be in [{LogStdParameters.Lowest}, {LogStdParameters.Highest}]"),
        ];
        return rules.Where(rule => !rule.Holds).Select(rule => rule.Rule);
    }

    static TunedOption Number(
        string name, double spread, Func<PpoOptions, float> get, Func<PpoOptions, float, PpoOptions> set, float lowest, float highest) =>
        new(
            name, spread, options => get((PpoOptions)options),
            (options, value) => set((PpoOptions)options, Math.Clamp((float)value, lowest, highest)));
}
