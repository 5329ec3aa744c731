namespace Pathmind.Simulations;

/// <summary>Plays the agents of a simulation: decides before each step and looks at it afterwards.
/// <see cref="SimulationDriver.Play"/> makes the steps.</summary>
internal interface IEpisodePlayer
{
    /// <summary>Observes and decides for every agent that needs a decision: hands each action to
    /// <see cref="SimulationDriver.Decided"/>.</summary>
    /// <returns>False to break the episode off before this step.</returns>
    bool Decide(SimulationDriver driver);

    /// <summary>Called after each step.</summary>
    /// <returns>False to break the episode off here.</returns>
    bool Observe(SimulationDriver driver);
}
