using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Networks;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>What a worker must know of a training before its first job. The code of the simulation and of the reward
/// function it has already.</summary>
internal sealed class RolloutSetup
{
    string options = "";
    int history, memory, inputs, outputs, logStd, maxSteps;
    int[] hidden = [];
    Activation activation;
    bool hasStatistics, hasMask, hasPresence, hasNextMasks;
    double discountSeconds;                                              // NaN to discount per decision
    long stepTimeLimit;                                                  // ticks; 0 for none

    /// <summary>Simulations side by side.</summary>
    public int Environments { get; private set; }

    /// <summary>Seed of the evaluation episodes.</summary>
    public int EvaluationSeed { get; private set; }

    /// <summary>Longest time of a step; null for any.</summary>
    public TimeSpan? StepTimeLimit => stepTimeLimit == 0 ? null : TimeSpan.FromTicks(stepTimeLimit);

    public static RolloutSetup Of(TrainingOptions options, ILearner learner, int environments, int evaluationSeed)
    {
        var (shape, rollout) = (learner.Policy.Shape, learner.Rollout);
        return new()
        {
            options = $"{options.OnAnyMachine}", history = options.History ?? 1, memory = options.Memory ?? 0,
            inputs = shape.Inputs, outputs = shape.Outputs, hidden = [.. shape.Hidden],
            activation = shape.Activation, logStd = learner.Policy.LogStd.Length, hasStatistics = learner.Policy.HasStatistics,
            hasMask = rollout.Masks is not null, hasPresence = rollout.Presence is not null, hasNextMasks = rollout.HasNextMasks,
            maxSteps = rollout.MaxSteps,
            discountSeconds = rollout.DiscountSeconds ?? double.NaN, stepTimeLimit = options.StepTimeLimit?.Ticks ?? 0,
            Environments = environments, EvaluationSeed = evaluationSeed,
        };
    }

    /// <summary>The message to a worker.</summary>
    public byte[] ToBytes() => WorkerMessages.Of(WorkerMessage.Setup, Transfer);

    public static RolloutSetup Read(StateReader reader)
    {
        RolloutSetup setup = new();
        setup.Transfer(reader);
        return setup;
    }

    /// <summary>The options, without what concerns only the training's own process.</summary>
    /// <param name="reward">The reward function; null for none.</param>
    /// <exception cref="JsonException">It is not options.</exception>
    public TrainingOptions OptionsWith(Func<Reward, double>? reward) =>
        TrainingOptionsConverter.Read((JsonObject)JsonNode.Parse(options)!, TrainingJson.Default.TrainingOptions) with
        {
            Reward = reward,
        };

    /// <summary>A policy that waits for its weights.</summary>
    public BehaviorPolicy NewPolicy()
    {
        NetworkShape shape = new(inputs, hidden, outputs, activation);
        return new(
            new(shape), hasStatistics ? new((inputs - memory) / history, history, memory) : null, new float[logStd],
            memory == 0 ? null : new(new(MemoryCell.EncoderOf(shape, memory))));
    }

    /// <summary>Room for the rollout of one simulation.</summary>
    /// <param name="schema">What the simulation looks like.</param>
    public RolloutBuffer NewBuffer(SimulationSchema schema) => new(
        1, schema.Agents, maxSteps, inputs, schema.Actions, hasMask, hasPresence,
        double.IsNaN(discountSeconds) ? null : discountSeconds, hasNextMasks);

    void Transfer(StateTransfer state)
    {
        (options, hidden, history, memory) =
            (state.PassText(options), state.PassAll(hidden), state.Pass(history), state.Pass(memory));
        (inputs, outputs, logStd, maxSteps) = (state.Pass(inputs), state.Pass(outputs), state.Pass(logStd), state.Pass(maxSteps));
        (activation, hasStatistics, hasMask) = (state.Pass(activation), state.Pass(hasStatistics), state.Pass(hasMask));
        hasNextMasks = state.Pass(hasNextMasks);
        (hasPresence, discountSeconds, stepTimeLimit) = (state.Pass(hasPresence), state.Pass(discountSeconds), state.Pass(stepTimeLimit));
        (Environments, EvaluationSeed) = (state.Pass(Environments), state.Pass(EvaluationSeed));
    }
}
