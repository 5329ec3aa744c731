namespace Pathmind.Simulations;

/// <summary>Reads what a simulation looks like, by a Reset and a look at every agent.</summary>
internal static class SchemaReader
{
    /// <summary>How many agents and how many steps there are at most.</summary>
    /// <param name="simulation">The simulation.</param>
    /// <param name="call">Records what is being called.</param>
    /// <exception cref="BrokenRuleException">One of them is below 1.</exception>
    public static (int Agents, int MaxSteps) Numbers(Simulation simulation, ref CallPlace call)
    {
        call.Now(Called.NumberOfAgents, -1);
        var agents = simulation.NumberOfAgents;
        call.Now(Called.MaxSteps, -1);
        var steps = simulation.MaxSteps;
        call.Now(Called.Reset, -1);
        return (AtLeastOne("NumberOfAgents", agents), AtLeastOne("MaxSteps", steps));
    }

    /// <summary>Resets the simulation and looks at every agent; at all but the first with other chance, so that the
    /// numbers that follow are those that a look at the first alone would leave.</summary>
    /// <param name="simulation">The simulation.</param>
    /// <param name="agents">Their number.</param>
    /// <param name="random">Its source of chance.</param>
    /// <param name="call">Records what is being called.</param>
    /// <exception cref="BrokenRuleException">A method returned what the rules exclude, or is async.</exception>
    public static SimulationSchema Read(Simulation simulation, int agents, Random random, ref CallPlace call)
    {
        RequireSynchronous(simulation, ref call);
        simulation.Reset();
        var now = call;
        try
        {
            var kinds = AgentKind.Read(
                agents,
                agent => Ask(Called.ActionSpace, agent, simulation.ActionSpace),
                agent => Ask(Called.GetActionMask, agent, simulation.GetActionMask) is not null,
                agent =>
                {
                    simulation.Random = agent == 0 ? random : new Random(0);
                    return Ask(Called.GetObservation, agent, number => new ObservationLayout(simulation.GetObservation(number)));
                });
            simulation.Random = random;
            return new(simulation.KitName, kinds);
        }
        finally
        {
            call = now;
        }

        T Ask<T>(Called called, int agent, Func<int, T> ask)
        {
            now.Now(called, agent);
            return ask(agent);
        }
    }

    /// <summary>Compares an episode that has begun with the first one.</summary>
    /// <param name="simulation">Just after Reset.</param>
    /// <param name="schema">Of the first episode.</param>
    /// <param name="lookAtSpaces">Whether the action spaces are compared as well.</param>
    /// <param name="call">Records what is being called.</param>
    /// <exception cref="BrokenRuleException">The episode has other agents or another action space.</exception>
    public static void RequireUnchanged(Simulation simulation, SimulationSchema schema, bool lookAtSpaces, ref CallPlace call)
    {
        call.Now(Called.NumberOfAgents, -1);
        var agents = simulation.NumberOfAgents;
        call.Now(Called.Reset, -1);
        if (agents != schema.Agents)
            throw new BrokenRuleException(SimulationSchema.AgentsChanged(schema.Agents, agents));
        if (!lookAtSpaces)
            return;
        foreach (var kind in schema.Kinds)
        {
            call.Now(Called.ActionSpace, kind.Agents[0]);
            if (simulation.ActionSpace(kind.Agents[0]) is var space && space != kind.Actions.Space)
                throw new BrokenRuleException(SimulationSchema.SpaceChanged(kind.Actions.Space, space));
        }
    }

    /// <summary>An <c>async void</c> method returns at its first await: the kit would go on without its
    /// result.</summary>
    static void RequireSynchronous(Simulation simulation, ref CallPlace call)
    {
        if (AsyncMethods.Find(simulation) is not { } found)
            return;
        call.Now(Enum.Parse<Called>(found), -1);
        throw new BrokenRuleException(AsyncMethods.Problem);
    }

    static int AtLeastOne(string what, int number) =>
        number >= 1 ? number : throw new BrokenRuleException($"{what} is {number}, but must be at least 1");
}
