namespace Pathmind;

/// <summary>A simulation broke a rule or threw: the message names simulation, agent, episode and step, and says what to
/// do.</summary>
public sealed class SimulationException : Exception
{
    /// <summary>An error at a place in an episode.</summary>
    public SimulationException(string message, string simulation, int episode, int step, int agent, Exception? inner = null)
        : base(message, inner) =>
        (Simulation, Episode, Step, Agent) = (simulation, episode, step, agent);

    /// <summary>Name of the simulation's class.</summary>
    public string Simulation { get; }

    /// <summary>Episode, counted from 1.</summary>
    public int Episode { get; }

    /// <summary>Step within the episode: 0 at Reset, 1 in the first step.</summary>
    public int Step { get; }

    /// <summary>The agent concerned, counted from 0; -1 if none in particular.</summary>
    public int Agent { get; }
}
