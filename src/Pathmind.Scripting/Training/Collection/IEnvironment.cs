using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>One of the simulations that a training runs side by side, as the training sees it between two rollouts:
/// wherever it runs.</summary>
internal interface IEnvironment
{
    /// <summary>The stream behind <see cref="Simulation.Random"/>.</summary>
    RandomStream Chance { get; }

    /// <summary>The stream that draws actions.</summary>
    RandomStream ActionDraws { get; }

    /// <summary>Episodes begun.</summary>
    int Episode { get; set; }

    /// <summary>Episodes that ended in the last rollout.</summary>
    EpisodeTally Finished { get; }

    /// <summary>Starts a new episode, abandoning the current one.</summary>
    /// <param name="environments">Number of simulations side by side.</param>
    void Start(int environments);
}

/// <summary>Runs all simulations for one iteration.</summary>
internal interface IRolloutSource
{
    /// <summary>Fills the buffer with steps of every environment.</summary>
    /// <returns>False if it was stopped before the end: then the buffer is not complete.</returns>
    /// <exception cref="SimulationException">A simulation threw or broke a rule.</exception>
    bool Collect(RolloutBuffer into, int steps);

    /// <summary>Wall-clock time of a step in the last rollout, on one thread; zero before the first, and with
    /// workers elsewhere.</summary>
    TimeSpan StepTime { get; }
}
