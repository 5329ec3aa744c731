namespace Pathmind.Simulations;

/// <summary>What a simulation looks like from outside: read once after a Reset, the same for all instances of one training.</summary>
internal sealed class SimulationSchema
{
    public SimulationSchema(string simulation, int agents, ObservationLayout observations, ActionLayout actions, bool hasMask)
    {
        (Simulation, Agents, Observations, Actions, HasMask) = (simulation, agents, observations, actions, hasMask);
    }

    /// <summary>Name of the simulation's class.</summary>
    public string Simulation { get; }

    public int Agents { get; }

    public ObservationLayout Observations { get; }

    public ActionLayout Actions { get; }

    /// <summary>Whether agents say which choices are allowed.</summary>
    public bool HasMask { get; }

    /// <summary>Set at the first step that any driver of this schema makes: the terms are known only then.</summary>
    public TermLayout? Rewards { get; set; }

    /// <inheritdoc cref="Rewards"/>
    public TermLayout? Metrics { get; set; }

    /// <summary>The rule that an episode broke, without a full stop.</summary>
    public static string AgentsChanged(int before, int now) =>
        $"NumberOfAgents was {before} at first and is {now} after a later Reset: keep it the same in all episodes; who takes no part "
            + $"is done at once";

    /// <inheritdoc cref="AgentsChanged"/>
    public static string SpaceChanged(ActionSpace before, ActionSpace now) =>
        $"the action space was {before} at first and is {now} in a later episode: keep it the same, and forbid with GetActionMask "
            + $"what is not possible";

    /// <summary>A name above a table's column: with the agent's number before it where there are several.</summary>
    public string Header(int agent, string name) => Agents == 1 ? name : $"{agent}\u00a0· {name}";                // a line may break after the dot
}
