using Pathmind.Simulations;

namespace Pathmind.Comparisons;

/// <summary>A policy that sees through this: what the agents see is looked at, or altered, before it decides.</summary>
internal abstract class AlteredPolicy(Policy policy, string name) : Policy
{
    SimulationSchema? schema;

    public override string Name => name;

    /// <summary>Who decides.</summary>
    protected Policy Inner => policy;

    public override AgentAction Decide(in PolicyInput input)
    {
        var values = input.Values.ToArray();
        if (!See(schema!.KindNumber(input.Agent), values))
            return policy.Decide(in input);
        var observation = Written(schema.KindOf(input.Agent).Observations, values);
        return policy.Decide(new PolicyInput(in observation, values, input.ActionMask, input.Agent));
    }

    public override void BeginEpisode(int agent) => policy.BeginEpisode(agent);

    internal override object Exclusive => policy.Exclusive;

    internal override void EpisodeBegins(int number) => policy.EpisodeBegins(number);

    internal override void Prepare(SimulationSchema schema)
    {
        policy.Prepare(schema);
        this.schema = schema;
    }

    internal override bool DecidesTogether => policy.DecidesTogether;

    internal override void DecideTogether(
        ReadOnlySpan<int> agents, ReadOnlySpan<float[]> observations, ReadOnlySpan<bool[]?> masks, Span<AgentAction> actions)
    {
        var seen = new float[agents.Length][];
        for (var i = 0; i < seen.Length; i++)
        {
            seen[i] = [.. observations[i]];
            See(schema!.KindNumber(agents[i]), seen[i]);
        }
        policy.DecideTogether(agents, seen, masks, actions);
    }

    /// <summary>Looks at an observation, and may alter it.</summary>
    /// <param name="kind">Number of the agent's kind.</param>
    /// <param name="values">[observation of the kind].</param>
    /// <returns>Whether it was altered.</returns>
    protected abstract bool See(int kind, float[] values);

    /// <summary>The numbers under their names, for policies that look at names.</summary>
    static Observation Written(ObservationLayout layout, float[] values)
    {
        Observation observation = default;
        for (var i = 0; i < layout.Names.Length; i++)
            if (layout.IsList[i])
                observation[layout.Names[i]] = values.AsSpan(layout.Offset(i), layout.Lengths[i]);
            else
                observation[layout.Names[i]] = values[layout.Offset(i)];
        return observation;
    }
}

/// <summary>A policy that plays as it is, while a sample of what its agents see is kept.</summary>
/// <param name="policy">Decides.</param>
/// <param name="seen">Keeps the sample.</param>
internal sealed class WatchedPolicy(Policy policy, SeenObservations seen) : AlteredPolicy(policy, policy.Name)
{
    protected override bool See(int kind, float[] values)
    {
        seen.Add(kind, values);
        return false;
    }
}
