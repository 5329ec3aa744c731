namespace Pathmind.Simulations;

/// <summary>Makes the coming step of several simulations at once, where a message to another process costs as much for
/// many as for one. Simulations that share one are stepped together by a training.</summary>
internal interface IStepsTogether
{
    /// <summary>Makes the coming step of each, whose actions are set; their <see cref="Simulation.Step"/> follows and
    /// only takes the result, or throws what went wrong.</summary>
    /// <param name="simulations">All of them share this one, and none of them is wrapped.</param>
    void Step(IReadOnlyList<Simulation> simulations);
}
