namespace Pathmind;

/// <summary>What a policy decides on: an agent's observation, and what it may do.</summary>
public readonly ref struct PolicyInput
{
    readonly ref readonly Observation observation;

    internal PolicyInput(in Observation observation, ReadOnlySpan<float> values, bool[]? actionMask, int agent)
    {
        this.observation = ref observation;
        Values = values;
        ActionMask = actionMask;
        Agent = agent;
    }

    /// <summary>The named observation.</summary>
    public ref readonly Observation Observation => ref observation;

    /// <summary>The same numbers as one flat vector, in the order of writing.</summary>
    public ReadOnlySpan<float> Values { get; }

    /// <summary>Which choices are allowed: [sum of the choices]; null without a mask.</summary>
    public bool[]? ActionMask { get; }

    /// <summary>The agent, counted from 0.</summary>
    public int Agent { get; }
}
