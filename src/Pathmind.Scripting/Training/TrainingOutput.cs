using System.Text.Json;
using Pathmind.Policies;

namespace Pathmind.Training;

/// <summary>What a training that has ended leaves: its policy, and the files of its folder.</summary>
/// <param name="training">With the weights that are to be kept in its learner.</param>
/// <param name="reason">Why it ended.</param>
/// <param name="message">The same in words.</param>
internal sealed class TrainingOutput(PpoTraining training, StopReason reason, string message)
{
    TrainingOptions Options => training.Options;

    /// <summary>The options without what belongs to this machine.</summary>
    TrainingOptions Portable =>
        Options with { Folder = null, Threads = null, CheckpointEvery = Options.Folder is null ? null : Options.CheckpointEvery };

    public TrainingResult ToResult() => new(TrainedPolicy.From(Parts(), Files()), training.History, reason, message);

    /// <summary>What stands beside the policy in its folder, wherever it is saved.</summary>
    Dictionary<string, Action<Stream>> Files() => new()
    {
        [PolicyFolder.Progress] = training.History.Write,
        [PolicyFolder.Training] = Record().Write,
    };

    TrainingRecord Record() => new()
    {
        Message = message, Stop = reason, Steps = training.Steps, Seconds = training.Elapsed.TotalSeconds, Finished = training.Now,
        KitVersion = PolicyMetadata.KitVersion,
        HasRewardFunction = Options.Reward is not null, Options = Portable,
    };

    PolicyParts Parts()
    {
        var (learner, schema) = (training.Learner, training.Schema);
        var statistics = learner.Observations;
        return new()
        {
            Description = new()
            {
                Simulation = schema.Simulation, Agents = schema.Agents, Observations = training.Inputs, Actions = schema.Actions,
                HasMask = schema.HasMask,
                RewardTerms = schema.Rewards!.Names,
                Metadata = new Dictionary<string, string>
                {
                    ["options"] = JsonSerializer.Serialize(Portable, TrainingJson.Default.TrainingOptions), ["seed"] = $"{Options.Seed}",
                    ["kit_version"] = PolicyMetadata.KitVersion, ["algorithm"] = "PPO",
                },
            },
            Mean = statistics is null ? new float[training.Inputs.Size] : [.. statistics.Center],
            Scale = statistics is null ? [.. Enumerable.Repeat(1f, training.Inputs.Size)] : [.. statistics.InverseDeviation],
            Clip = statistics is null ? float.PositiveInfinity : Acting.ObservationClip,
            Policy = learner.Policy, Value = learner.ValueInRewards(), LogStd = learner.Deviations.LogStd,
        };
    }
}
