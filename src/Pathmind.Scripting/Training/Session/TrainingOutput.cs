using System.Globalization;
using System.Text.Json;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>What a training that has ended leaves: its policy, and the files of its folder.</summary>
/// <param name="training">With the weights that are to be kept in its learner.</param>
/// <param name="reason">Why it ended.</param>
/// <param name="message">The same in words.</param>
/// <param name="limits">Whether each limit is kept.</param>
/// <param name="hints">What is worth a look.</param>
internal sealed class TrainingOutput(
    TrainingLoop training, StopReason reason, string message, LimitResult[] limits, string[] hints)
{
    readonly TrainingState state = training.State;

    TrainingOptions Options => state.Options;

    /// <summary>The options with the algorithm that was chosen, without what belongs to this machine, and without
    /// anything that their owner may change later.</summary>
    readonly TrainingOptions portable = AlgorithmChoice.With(training.Algorithm, training.State.Options).OnAnyMachine with
    {
        CheckpointEvery = training.State.Options.Folder is null ? null : training.State.Options.CheckpointEvery,
        RewardWeights = training.State.Options.RewardWeights is { } weights ? new(weights) : null,
        Observations = training.State.Options.Observations?.ToArray(),
        Limits = training.State.Options.Limits?.Copy(),
    };

    public TrainingResult ToResult(PopulationResult? population) =>
        new(TrainedPolicy.From(training.Learner.ToPolicy(Description()), Files()), state.History, reason, message)
        {
            Reward = training.Best.Result?.OwnMean, RandomReward = training.Best.Baselines?.Random.OwnMean, Limits = limits, Hints = hints,
            Population = population, Teacher = training.Best.Teacher,
        };

    /// <summary>The files next to the policy in its folder, and in every folder where it is saved.</summary>
    Dictionary<string, Action<Stream>> Files() => new()
    {
        [PolicyFolder.Progress] = state.History.Write,
        [PolicyFolder.Training] = Record().Write,
    };

    TrainingRecord Record() => new()
    {
        Message = message, Limits = limits, Hints = hints, Teacher = training.Best.Teacher,
        Stop = reason, Steps = state.Steps, Seconds = state.Elapsed.TotalSeconds, Finished = state.Now,
        KitVersion = PolicyMetadata.KitVersion,
        HasRewardFunction = Options.HasRewardFunction, RewardFunction = Options.NameOfRewardFunction, Options = portable,
        Reward = training.Best.Result?.OwnMean, RandomReward = training.Best.Baselines?.Random.OwnMean,
    };

    /// <summary>A kind of agents with those of its observations that the policy sees.</summary>
    AgentKind Seen(AgentKind kind)
    {
        var names = kind.Observations.Names;
        int[] seen = [.. names.Index().Where(entry => state.Inputs.Names.Contains(entry.Item)).Select(entry => entry.Index)];
        return kind with { Observations = kind.Observations.Pick(seen) };
    }

    PolicyDescription Description()
    {
        // the policy must not keep the training in memory
        var (options, algorithm, seconds) = (portable, training.Algorithm.Name, training.Learner.Rollout.DiscountSeconds);
        return new()
        {
            Simulation = state.Schema.Simulation, Agents = state.Schema.Agents, Observations = state.Inputs, Actions = state.Schema.Actions,
            Kinds = state.Schema.HasKinds ? [.. state.Schema.Kinds.Select(Seen)] : [],
            HasMask = state.Schema.HasMask, History = options.History ?? 1, Memory = options.Memory ?? 0,
            RewardTerms = state.Schema.Rewards!.Names,
            MakeMetadata = () => Metadata(options, algorithm, seconds),
        };
    }

    static Dictionary<string, string> Metadata(TrainingOptions options, string algorithm, double? discountSeconds)
    {
        Dictionary<string, string> entries = new()
        {
            ["options"] = JsonSerializer.Serialize(options, TrainingJson.Default.TrainingOptions), ["seed"] = $"{options.Seed}",
            ["kit_version"] = PolicyMetadata.KitVersion, ["algorithm"] = algorithm,
        };
        if (options.NameOfRewardFunction is { } name)                   // which the options as JSON cannot say
            entries["reward_function"] = name;
        if (options.StartFrom is { } teacher)
            entries["start_from"] = teacher.Name;
        if (discountSeconds is { } seconds)                             // if it was measured, the options do not say it either
            entries["discount_seconds"] = seconds.ToString("G4", CultureInfo.InvariantCulture);
        return entries;
    }
}
