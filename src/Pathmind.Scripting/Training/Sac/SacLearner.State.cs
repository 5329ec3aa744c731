using System.Text.Json;
using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;

namespace Pathmind.Training;

/// <summary>What is kept of SAC: its weights, its policy file, and all that a checkpoint must hold.</summary>
internal sealed partial class SacLearner
{
    const int ValueUpdates = 500;

    public PolicyWeights Weights
    {
        get
        {
            return new(policy.ToArray(), [], [.. logStd], [.. observations.Mean], [.. observations.Variance], rewardDeviation)
            {
                Memory = memory?.Cell.Encoder.ToArray(),
            };
        }
        set
        {
            policy.Load(value.Policy);
            memory?.Cell.Encoder.Load(value.Memory);
            value.LogStd.CopyTo(logStd, 0);
            observations.Load(value.Mean, value.Variance, observations.Count);
        }
    }

    public PolicyParts ToPolicy(PolicyDescription description) => new()
    {
        Description = description, Mean = [.. observations.Center], Scale = [.. observations.InverseDeviation],
        Clip = BehaviorPolicy.ObservationClip, Memory = memory?.Cell, Policy = WithoutDeviations(), Value = FitValues(), LogStd = logStd,
    };

    public JsonElement Save() => JsonSerializer.SerializeToElement(
        new SacState
        {
            Policy = NumberBytes.Of(policy), PolicyAdam = AdamState.Of(policyAdam, policy),
            Critics = [.. critics.Select(critic => critic.State)], Temperatures = [ofChoices.Value, ofReals.Value], LogStd = logStd,
            Observations = new([.. observations.Mean], [.. observations.Variance], observations.Count),
            RewardScale = rewardScale.State, RewardDeviation = rewardDeviation, Owed = owed, Replay = replay.State,
            Draws = StreamState.Of(draws), Noise = StreamState.Of(noise), Teacher = Imitated,
            Memory = memory is null ? null : NumberBytes.Of(memory.Cell.Encoder),
            MemoryAdam = memory is null ? null : AdamState.Of(memory.Adam, memory.Cell.Encoder),
        },
        SacJson.Default.SacState);

    public void Load(JsonElement saved)
    {
        var state = saved.Deserialize(SacJson.Default.SacState) ?? throw new JsonException("the state of the learner is null");
        policy.Load(NumberBytes.ToFloats(state.Policy));
        state.PolicyAdam.Restore(policyAdam);
        foreach (var (critic, ofCritic) in critics.Zip(state.Critics))
            critic.State = ofCritic;
        (ofChoices.Value, ofReals.Value) = (state.Temperatures[0], state.Temperatures[1]);
        state.LogStd.CopyTo(logStd, 0);
        observations.Load(state.Observations.Mean, state.Observations.Variance, state.Observations.Count);
        (rewardScale.State, rewardDeviation, owed) = (state.RewardScale, state.RewardDeviation, state.Owed);
        if (state.Teacher is { } teacher)
            StayNear(teacher);
        replay.State = state.Replay;
        memory?.Cell.Encoder.Load(NumberBytes.ToFloats(state.Memory ?? throw new JsonException("the state has no memory")));
        state.MemoryAdam?.Restore(memory!.Adam);
        state.Draws.Restore(draws);
        state.Noise.Restore(noise);
    }

    /// <summary>The outputs that a policy file has: the last layer's rows come first in the canonical order, then its
    /// biases.</summary>
    Network WithoutDeviations()
    {
        var (shape, reals, width) = (policy.Shape, logStd.Length, policy.Shape.Hidden[^1]);
        var parameters = policy.ToArray();
        Network served = new(new(shape.Inputs, shape.Hidden, shape.Outputs - reals, shape.Activation));
        served.Load([.. parameters[..^(shape.Outputs + reals * width)], .. parameters[^shape.Outputs..^reals]]);
        return served;
    }

    /// <summary>A value network for the policy file, in units of the reward: it learns what the critics say of the
    /// policy in the decisions that are kept (docs/sac.md 9).</summary>
    Network FitValues()
    {
        RandomStream random = new(setting.Options.Seed, RandomStreams.ValueShuffle);
        NetworkShape shape = new(setting.Inputs, [.. options.Hidden], 1, options.Activation);
        var value = Network.Orthogonal(shape, random, outputGain: 0.1f);
        var (adam, gradient, workspace) = (new Adam(value), new Gradient(shape), new Workspace(shape, batch.Rows));
        for (var update = 0; update < ValueUpdates && replay.Count > 0; update++)
        {
            replay.Draw(random, batch);
            observations.Normalize(batch.Observations, batch.Rows, BehaviorPolicy.ObservationClip);
            memory?.Recall(batch, replay);
            now.Decide(batch.Observations, batch.Masks, batch.Presence, random);
            Join(batch.Observations, now.Reals, policyInputs);
            foreach (var critic in critics)
                critic.Judge(policyInputs, now.Probabilities, now.RowStride, byTarget: true);
            var seen = memory is null ? batch.Observations : memory.Before;
            value.Forward(seen, batch.Rows, workspace);
            for (var row = 0; row < batch.Rows; row++)
                workspace.OutputGradients[row] =
                    (workspace.Outputs[row] - (critics[0].Values[row] + critics[1].Values[row]) / 2) / batch.Rows;
            value.Backward(seen, batch.Rows, workspace, gradient);
            adam.Step(gradient, 1, 1e-3f * (1 - (float)update / ValueUpdates));
        }
        value.ScaleOutputs(rewardDeviation);
        return value;
    }
}
