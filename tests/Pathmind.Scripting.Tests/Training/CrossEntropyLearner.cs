using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>The cross-entropy method on the weights of a small policy network: each rollout plays one of 16 candidates,
/// whose mean reward per step is its score; the four best ones make the distribution of the next 16. A second
/// algorithm, to show that what surrounds a learner knows none.</summary>
sealed class CrossEntropyLearner : ILearner
{
    const int Elite = 4, Steps = 64;

    readonly int suggestions;

    readonly Network network, noValue;
    readonly RandomStream random;
    State now;

    CrossEntropyLearner(LearnerSetting setting)
    {
        suggestions = (setting.Options.Algorithm as CrossEntropyOptions ?? new()).Suggestions;
        random = new(setting.Options.Seed, RandomStreams.PolicyWeights);
        network = Network.Orthogonal(new(setting.Inputs, [8], setting.Actions.Logits, Activation.Tanh), random, outputGain: 1);
        noValue = new(new(setting.Inputs, [1], 1, Activation.Tanh));
        Policy = new(network, statistics: null, logStd: []);
        Rollout = new(setting.Environments, setting.Agents, Steps, setting.Inputs, setting.Actions, setting.HasMask);
        now = Draw(new float[network.ParameterCount], [.. Enumerable.Repeat(1f, network.ParameterCount)]);
    }

    public static Algorithm Algorithm { get; } = new("CEM", setting => new CrossEntropyLearner(setting), _ => []);

    public BehaviorPolicy Policy { get; }

    public RolloutBuffer Rollout { get; }

    public int WarmUpSteps => 0;

    public PolicyWeights Weights
    {
        get
        {
            var policy = network.ToArray();
            return new(policy, [], [], [], [], 1);
        }
        set => network.Load(value.Policy);
    }

    public void WarmUp() => throw new InvalidOperationException();

    public int BeginRollout(long stepsSoFar, float progress)
    {
        network.Load(now.Weights[now.Scores.Count]);
        return Steps;
    }

    public void EndEpisode(int environment, double reward)
    {
    }

    public LearnerFigures Learn(float progress)
    {
        now.Scores.Add(Rollout.Rows.Take(Rollout.RowCount).Average(row => Rollout.Rewards[row]));
        if (now.Scores.Count == suggestions)
        {
            var elite = now.Weights.Zip(now.Scores).OrderByDescending(pair => pair.Second).Take(Elite).Select(pair => pair.First).ToArray();
            float[] mean = [.. now.Mean.Select((_, i) => elite.Average(weights => weights[i]))];
            now = Draw(mean,
                [.. mean.Select((center, i) => 0.1f
                    + MathF.Sqrt(elite.Average(weights => (weights[i] - center) * (weights[i] - center))))]);
        }
        return new(null, new Dictionary<string, double> { ["deviation"] = now.Deviation.Average() });
    }

    public void Cut()
    {
    }

    public PolicyParts ToPolicy(PolicyDescription description) => new()
    {
        Description = description, Policy = network, Value = noValue, LogStd = [],
        Mean = new float[Rollout.ObservationSize], Scale = [.. Enumerable.Repeat(1f, Rollout.ObservationSize)],
    };

    public JsonElement Save() => JsonSerializer.SerializeToElement((now, StreamState.Of(random)), WithFields);

    public void Load(JsonElement state)
    {
        (now, var stream) = state.Deserialize<(State, StreamState)>(WithFields);
        stream.Restore(random);
    }

    public void Dispose()
    {
    }

    static JsonSerializerOptions WithFields { get; } = new() { IncludeFields = true };

    State Draw(float[] mean, float[] deviation) => new(
        mean, deviation,
        [.. Enumerable.Range(0, suggestions).Select(_ => mean.Zip(deviation, (m, d) => m + d * random.NextNormal()).ToArray())], []);

    sealed record State(float[] Mean, float[] Deviation, float[][] Weights, List<double> Scores);
}

/// <summary>Its options.</summary>
sealed record CrossEntropyOptions : AlgorithmOptions
{
    /// <summary>Candidates of a generation, at least 4.</summary>
    public int Suggestions { get; init; } = 16;

    internal override Algorithm Algorithm => CrossEntropyLearner.Algorithm;

    internal override JsonTypeInfo Json => JsonSerializerOptions.Default.GetTypeInfo(typeof(CrossEntropyOptions));

    internal override IEnumerable<string> Violations() =>
        Suggestions >= 4 ? [] : [$"Suggestions is {Suggestions}, but must be at least 4"];
}
