using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Policies.Onnx;
using Pathmind.Simulations;

namespace Pathmind;

/// <summary>A trained policy that draws as in training: choices from softmax(logits), numbers from N(mean,
/// exp(log_std)) clipped to their bounds. Each run restarts the same stream.</summary>
internal sealed class SampledPolicy : Policy
{
    readonly TrainedPolicy policy;
    readonly int seed;
    readonly RandomStream random;
    readonly ActionLayout actions;
    readonly OnnxSession session;
    ObservationMatch[] matches = [];                                     // [agents]
    PolicyStates? states;

    /// <exception cref="InvalidDataException">The graph does not compute the probabilities of its
    /// decisions.</exception>
    public SampledPolicy(TrainedPolicy policy, int seed)
    {
        (this.policy, this.seed, random, actions) = (policy, seed, new(seed, stream: 0), policy.Description.Actions);
        List<string> outputs = [];
        if (actions.Logits > 0)
            outputs.Add(PolicyGraph.Logits);
        if (actions.Reals > 0)
            outputs.AddRange([PolicyGraph.Mean, PolicyGraph.LogStd]);
        session = new(policy.Plan(policy.Description.StateSize > 0 ? [.. outputs, PolicyGraph.NextState] : [.. outputs]));
        session.Bind(rows: 1);
        if (policy.Description.HasMask && actions.Logits > 0)
            TrainedPolicy.WriteMask(session[PolicyGraph.Mask].Floats, null);
        session.Run();                                                   // to check that it runs
        if (outputs.Any(output => session[output].Floats.Any(float.IsNaN)))
            throw new InvalidDataException(
                $"The policy '{policy.Name}' cannot be sampled: its graph gives decisions, not their probabilities. Use it without a "
                + "seed for samples.");
    }

    public override string Name => policy.Name;

    public override AgentAction Decide(in PolicyInput input)
    {
        if (matches.Length == 0)
            throw new InvalidOperationException("A trained policy needs a simulation: use it with Run or Compare.");
        var match = matches[input.Agent];
        match.Copy(input.Values, session[PolicyGraph.Observations].Floats);
        if (policy.Description.HasMask && actions.Logits > 0)
            match.CopyMask(input.ActionMask, session[PolicyGraph.Mask].Floats);
        states?.Read(input.Agent, session[PolicyGraph.Observations].Floats, session[PolicyGraph.State].Floats);
        session.Run();
        states?.Write(input.Agent, session[PolicyGraph.NextState].Floats);
        var (own, places) = (match.Actions, match.Places);
        var (choices, values) = (new int[own.Heads.Length], new float[own.Reals]);
        for (var (head, from) = (0, 0); head < choices.Length; from += own.Heads[head++])
            choices[head] =
                ActionSampler.DrawChoice(session[PolicyGraph.Logits].Floats.AsSpan(places.Logits[from], own.Heads[head]), random);
        for (var i = 0; i < values.Length; i++)
            values[i] = DrawReal(places.Reals[i], own.Low[i], own.High[i]);
        return own.ToAction(choices, values);
    }

    public override void BeginEpisode(int agent) => states?.Begin(agent);

    internal override void Prepare(SimulationSchema schema)
    {
        random.Restart(seed, stream: 0);
        matches = ObservationMatch.Of(policy.Description, schema, policy.Label);
        states = PolicyStates.For(policy.Description, schema.Agents);
    }

    float DrawReal(int place, float low, float high)
    {
        var (mean, logStd) = (session[PolicyGraph.Mean].Floats[place], session[PolicyGraph.LogStd].Floats[place]);
        var number = ActionSampler.DrawReal(mean, logStd, random.NextNormal());
        return MathF.Min(MathF.Max(number, low), high);
    }
}
