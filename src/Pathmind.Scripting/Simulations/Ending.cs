namespace Pathmind;

/// <summary>Whether and how an episode ended, for an agent: two different facts, as in Gymnasium.</summary>
public enum Ending
{
    /// <summary>The episode goes on.</summary>
    None,

    /// <summary>The agent is done: no reward can follow.</summary>
    Terminated,

    /// <summary>The episode was cut, at <see cref="Simulation.MaxSteps"/> or by <see cref="Simulation.IsTruncated"/>:
    /// rewards would have followed.</summary>
    Truncated,
}
