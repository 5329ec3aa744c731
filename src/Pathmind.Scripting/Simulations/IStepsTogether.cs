namespace Pathmind.Simulations;

/// <summary>Makes the coming step of several simulations at once, beside this process: a message costs as much for many
/// as for one, and others can be decided for meanwhile. Simulations that share one are stepped together by a
/// training.</summary>
internal interface IStepsTogether
{
    /// <summary>Begins the coming step of each, whose actions are set; their <see cref="Simulation.Step"/> follows,
    /// waits for the result and takes it, or throws what went wrong.</summary>
    /// <param name="simulations">All of them share this one, and none of them is wrapped.</param>
    void Begin(IReadOnlyList<Simulation> simulations);
}
