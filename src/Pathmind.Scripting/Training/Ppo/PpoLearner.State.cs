using System.Text.Json;

namespace Pathmind.Training;

/// <summary>What is kept of PPO: its weights, and all that a checkpoint must hold.</summary>
internal sealed partial class PpoLearner
{
    public PolicyWeights Weights
    {
        get
        {
            double[] mean = observations is { } seen ? [.. seen.Mean] : [];
            double[] variance = observations is { } known ? [.. known.Variance] : [];
            return new(PolicyNetwork.ToArray(), ValueNetwork.ToArray(), [.. logStd.Values], mean, variance, rewardDeviation)
            {
                Memory = memory?.Cell.Encoder.ToArray(),
            };
        }
        set
        {
            PolicyNetwork.Load(value.Policy);
            ValueNetwork.Load(value.Value);
            memory?.Cell.Encoder.Load(value.Memory);
            rewardDeviation = value.RewardDeviation;
            value.LogStd.CopyTo(logStd.Values, 0);
            if (observations is { } statistics)
                RestoreStatistics(value.Mean, value.Variance, statistics.Count);
        }
    }

    public JsonElement Save() => JsonSerializer.SerializeToElement(
        new PpoState
        {
            Policy = NumberBytes.Of(PolicyNetwork), Value = NumberBytes.Of(ValueNetwork),
            PolicyAdam = AdamState.Of(policyAdam, PolicyNetwork), ValueAdam = AdamState.Of(valueAdam, ValueNetwork),
            LogStd = logStd.State, DeviationGrowth = deviationGrowth.State, Exploration = exploration.State,
            Credit = credit.State,
            RewardDeviation = rewardDeviation, RewardScale = rewardScale?.State,
            Observations = observations is { } seen ? new([.. seen.Mean], [.. seen.Variance], seen.Count) : null,
            PolicyShuffle = StreamState.Of(policyShuffle), ValueShuffle = StreamState.Of(valueShuffle), Teacher = Imitated,
            Memory = memory is null ? null : NumberBytes.Of(memory.Cell.Encoder),
            MemoryAdam = memory is null ? null : AdamState.Of(memory.Adam, memory.Cell.Encoder),
        },
        PpoJson.Default.PpoState);

    public void Load(JsonElement saved)
    {
        var state = saved.Deserialize(PpoJson.Default.PpoState) ?? throw new JsonException("the state of the learner is null");
        PolicyNetwork.Load(NumberBytes.ToFloats(state.Policy));
        ValueNetwork.Load(NumberBytes.ToFloats(state.Value));
        state.PolicyAdam.Restore(policyAdam);
        state.ValueAdam.Restore(valueAdam);
        memory?.Cell.Encoder.Load(NumberBytes.ToFloats(state.Memory ?? throw new JsonException("the state has no memory")));
        state.MemoryAdam?.Restore(memory!.Adam);
        (logStd.State, exploration.State, rewardDeviation) = (state.LogStd, state.Exploration, state.RewardDeviation);
        deviationGrowth.State = state.DeviationGrowth;
        credit.State = state.Credit;
        Plan(progress: 0);
        if (state.RewardScale is { } scale)
            rewardScale!.State = scale;
        if (state.Observations is { } seen)
            RestoreStatistics(seen.Mean, seen.Variance, seen.Count);
        if (state.Teacher is { } teacher)
            StayNear(teacher);
        state.PolicyShuffle.Restore(policyShuffle);
        state.ValueShuffle.Restore(valueShuffle);
    }

    void RestoreStatistics(ReadOnlySpan<double> mean, ReadOnlySpan<double> variance, double count)
    {
        observationsSoFar!.Load(mean, variance, count);
        AdoptStatistics();
    }
}
