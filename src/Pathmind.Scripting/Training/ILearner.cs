using System.Text.Json;
using System.Text.Json.Serialization;
using Pathmind.Policies;

namespace Pathmind.Training;

/// <summary>A learning algorithm at work: what it learns of, and the policy that it makes better. The code that
/// collects experience, judges, stops, stores and shows a training knows only this interface;
/// docs/add-an-algorithm.md.</summary>
/// <remarks>In an iteration <see cref="BeginRollout"/> comes first, then the collector fills <see cref="Rollout"/> by
/// <see cref="Policy"/>, then <see cref="EndEpisode"/> for every episode that ended, then <see cref="Learn"/>.
/// Everything on the training's thread.</remarks>
internal interface ILearner : IDisposable
{
    /// <summary>Acts in the simulations, while training and when it is judged.</summary>
    BehaviorPolicy Policy { get; }

    /// <summary>Where the collector writes what the simulations did.</summary>
    RolloutBuffer Rollout { get; }

    /// <summary>Steps of each simulation that the untrained policy plays blind before the first iteration; 0 for
    /// none.</summary>
    int WarmUpSteps { get; }

    /// <summary>About how many steps back an update credits a reward to a decision; infinite if to all of its
    /// episode.</summary>
    double CreditSteps => double.PositiveInfinity;

    /// <summary>What a user sets to credit rewards farther back, as in "raise Ppo.Discount".</summary>
    string? FartherCredit => null;

    /// <summary>What a user sets to have numbers explored less at the end, as in "a lower
    /// Algorithm.FinalDeviation".</summary>
    string? LessExploration => null;

    /// <summary>Takes the rollout of the warm-up into account; called only if <see cref="WarmUpSteps"/> is above
    /// 0.</summary>
    void WarmUp();

    /// <summary>Whether it can learn what a teacher does.</summary>
    bool CanImitate => false;

    /// <summary>Learns what a teacher does; what was learnt before from fewer of its rows is only improved.</summary>
    /// <param name="rows">Of one simulation, in whole episodes, with the teacher's choices and numbers. Into them a
    /// learner with a memory puts the states that it has there.</param>
    /// <param name="isThorough">Whether the policy may be used as it is then.</param>
    void Imitate(RolloutBuffer rows, bool isThorough) => throw new NotSupportedException();

    /// <summary>Learning by reward begins where imitation ended.</summary>
    /// <param name="rows">All that was imitated.</param>
    /// <param name="isExperience">Whether they tell what was allowed and what was earned.</param>
    void EndImitation(RolloutBuffer rows, bool isExperience) => throw new NotSupportedException();

    /// <summary>Share of a teacher's decisions, in [0, 1], that the policy as it is would have made alike.</summary>
    /// <param name="rows">Of one simulation, with the teacher's choices and numbers.</param>
    /// <param name="before">[agents] rows in which nothing is counted: the first ones of each.</param>
    double Agreement(RolloutBuffer rows, int[] before) => double.NaN;

    /// <summary>The policy when it had learnt what the teacher does; null without one.</summary>
    PolicyWeights? Imitated => null;

    /// <summary>Prepares the policy for the next rollout.</summary>
    /// <param name="stepsSoFar">Steps of all simulations.</param>
    /// <param name="progress">Share of the training that is done, in [0, 1].</param>
    /// <returns>Steps of each simulation in it: 1 .. the room of <see cref="Rollout"/>.</returns>
    int BeginRollout(long stepsSoFar, float progress);

    /// <summary>An episode ended in the last rollout.</summary>
    /// <param name="environment">Number of the simulation.</param>
    /// <param name="reward">Sum over its steps and agents, as trained on but not scaled.</param>
    void EndEpisode(int environment, double reward);

    /// <summary>Learns from the rollout that was collected.</summary>
    /// <param name="progress">Share of the training that is done, this rollout included, in [0, 1].</param>
    /// <returns>The figures of the update, for the history.</returns>
    LearnerFigures Learn(float progress);

    /// <summary>What it measured that the user should know: sentences for the message.</summary>
    IEnumerable<string?> Findings => [];

    /// <summary>All episodes under way have been cut: forgets what belongs to them.</summary>
    void Cut();

    /// <summary>What the policy consists of now. Setting puts weights of this training back.</summary>
    PolicyWeights Weights { get; set; }

    /// <summary>What a policy file is made of.</summary>
    /// <param name="description">What the policy is for.</param>
    PolicyParts ToPolicy(PolicyDescription description);

    /// <summary>Everything that a checkpoint must hold to continue exactly, the weights included.</summary>
    JsonElement Save();

    /// <summary>Continues from what <see cref="Save"/> gave, in a training of the same simulation and
    /// options.</summary>
    /// <exception cref="JsonException">It is not a state of this algorithm.</exception>
    void Load(JsonElement state);
}

/// <summary>Metrics of an update.</summary>
/// <param name="Entropy">Mean entropy of the policy, in nats; null if it has none (a deterministic one).</param>
/// <param name="Columns">The algorithm's own columns of progress.csv, by name, in their order.</param>
internal readonly record struct LearnerFigures(double? Entropy, IReadOnlyDictionary<string, double> Columns);

/// <summary>What a policy consists of at one moment, to be kept and put back.</summary>
/// <param name="Policy">Parameters of the policy network, in canonical order.</param>
/// <param name="Value">Parameters of the value network, for scaled rewards; empty without one.</param>
/// <param name="LogStd">[reals] logarithms of the deviations of continuous actions.</param>
/// <param name="Mean">[inputs] of the observations; empty without normalisation.</param>
/// <param name="Variance">[inputs]; empty without normalisation.</param>
/// <param name="RewardDeviation">What rewards were divided by.</param>
internal sealed record PolicyWeights(
    float[] Policy, float[] Value, float[] LogStd, double[] Mean, double[] Variance, double RewardDeviation)
{
    /// <summary>Parameters of the memory's encoder, in canonical order; null without a memory.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float[]? Memory { get; init; }
}
