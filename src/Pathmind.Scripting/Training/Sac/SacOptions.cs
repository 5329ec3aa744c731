using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pathmind.Training;

namespace Pathmind;

/// <summary>How SAC learns (soft actor-critic: Haarnoja et al., arXiv:1812.05905; of choices: Christodoulou,
/// arXiv:1910.07207). It uses each decision many times: for simulations whose steps take long. Where each default comes
/// from: docs/sac.md. A null means that the kit decides, as described there.</summary>
/// <example><code>simulation.Train(new() { Steps = 20_000, Algorithm = new SacOptions() })</code></example>
public sealed record SacOptions : AlgorithmOptions
{
    /// <summary>Gradient steps for each decision of an agent; above 0, at most 64. Null for 1, more in trainings below
    /// 20 000 steps.</summary>
    public float? UpdatesPerDecision { get; init; }

    /// <summary>Decisions of one gradient step, drawn from all that are kept; 2 to 4096.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Step size of Adam at the start; above 0.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>The step size falls linearly to this share of <see cref="LearningRate"/> at the last step; in [0,
    /// 1].</summary>
    public float FinalLearningRate { get; init; } = 0.1f;

    /// <summary>Discount γ per decision of an agent, in [0, 1]: at 0.99 a reward 100 decisions ahead counts 37 %. Null
    /// for 0.99.</summary>
    public float? Discount { get; init; }

    /// <summary>Discounts by simulated time instead of <see cref="Discount"/> per decision: what comes this many
    /// simulated seconds after a decision counts 1/e = 37 %, as <see cref="PpoOptions.DiscountSeconds"/>. Above 0;
    /// needs <see cref="Simulation.SimulatedSeconds"/>. Null: ten times the mean time between two decisions of an
    /// agent, measured before the training, where a simulation has a clock and some decisions take much longer than
    /// others, unless <see cref="Discount"/> is given; else per decision.</summary>
    public double? DiscountSeconds { get; init; }

    /// <summary>Decisions whose rewards are summed before the critics judge the rest; 1 to 32.</summary>
    public int RewardSteps { get; init; } = 3;

    /// <summary>Share by which the target critics follow the critics at each gradient step, in (0, 1].</summary>
    public float TargetRate { get; init; } = 0.01f;

    /// <summary>Entropy that exploration keeps at the end, as a share of that of equal chances; in (0, 1). At the start
    /// it is 0.6, or this if more.</summary>
    public float FinalChoiceEntropy { get; init; } = 0.05f;

    /// <summary>Deviation of real numbers that exploration keeps at the end, in units where a bounded action spans -1
    /// .. 1; 0.01 to 2. At the start it is 0.6, or this if more.</summary>
    public float FinalDeviation { get; init; } = 0.1f;

    /// <summary>Decisions that are kept to learn from, the newest ones; 1 000 to what has room in 400 MB. Null for
    /// 100 000, or as many as have room in 64 MB.</summary>
    public int? ReplaySize { get; init; }

    /// <summary>Widths of the hidden layers, of the policy network and of the critics; 1 to 1024 each.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 64];

    /// <summary>Activation of the hidden layers.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<Activation>))]
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>Writes the options as JSON, in one line.</summary>
    public override string ToString() => TrainingJson.Line(this, SacJson.Default.SacOptions);

    internal override Algorithm Algorithm => SacLearner.Algorithm;

    internal override JsonTypeInfo Json => SacJson.Default.SacOptions;

    internal override bool MayDiscountByTime => this is { DiscountSeconds: null, Discount: null };

    internal override IReadOnlyList<TunedOption> Tuned =>
    [
        new(
            nameof(LearningRate), 4, options => ((SacOptions)options).LearningRate,
            (options, value) => (SacOptions)options with { LearningRate = Math.Clamp((float)value, 1e-5f, 1e-2f) }),
    ];

    internal override IEnumerable<string> Violations()
    {
        (bool Holds, string Rule)[] rules =
        [
            (UpdatesPerDecision is null or (> 0 and <= 64),
                $"UpdatesPerDecision is {UpdatesPerDecision}, but must be above 0 and at most 64"),
            (BatchSize is >= 2 and <= 4096, $"BatchSize is {BatchSize}, but must be in 2 .. 4096"),
            (LearningRate > 0 && float.IsFinite(LearningRate), $"LearningRate is {LearningRate}, but must be above 0"),
            (FinalLearningRate is >= 0 and <= 1, $"FinalLearningRate is {FinalLearningRate}, but must be in [0, 1]"),
            (Discount is null or (>= 0 and <= 1), $"Discount is {Discount}, but must be in [0, 1]"),
            (DiscountSeconds is null or > 0 and < double.PositiveInfinity,
                $"DiscountSeconds is {DiscountSeconds}, but must be above 0 and finite"),
            (RewardSteps is >= 1 and <= 32, $"RewardSteps is {RewardSteps}, but must be in 1 .. 32"),
            (TargetRate is > 0 and <= 1, $"TargetRate is {TargetRate}, but must be in (0, 1]"),
            (FinalChoiceEntropy is > 0 and < 1, $"FinalChoiceEntropy is {FinalChoiceEntropy}, but must be in (0, 1)"),
            (FinalDeviation is >= 0.01f and <= 2, $"FinalDeviation is {FinalDeviation}, but must be in [0.01, 2]"),
            (ReplaySize is null or >= 1_000, $"ReplaySize is {ReplaySize}, but must be at least 1000"),
            (Hidden.Count >= 1 && Hidden.All(width => width is >= 1 and <= 1024),
                $"Hidden is [{string.Join(", ", Hidden)}], but must be one or more widths of 1 to 1024"),
        ];
        return rules.Where(rule => !rule.Holds).Select(rule => rule.Rule);
    }
}
