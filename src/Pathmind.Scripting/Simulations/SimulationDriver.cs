using System.Runtime.CompilerServices;

namespace Pathmind.Simulations;

/// <summary>Drives one simulation through its episodes in the kit's order, and holds it to the rules: same names, same lengths, finite
/// numbers, actions of its space. The one place where user code is called, so the one place that knows which method, agent, episode and
/// step an exception came from. One thread at a time.</summary>
internal sealed class SimulationDriver
{
    /// <summary>Episodes at whose start the action space is compared with the first one; later it is taken to
    /// stay.</summary>
    const int Watched = 3;

    readonly bool[] done;
    readonly double[] noTerms = [];
    readonly float[][]? own;                                             // [kinds][observation]; null if there is one kind
    double[][] rewards = [];
    Called method = Called.Reset;
    int agentNow = -1;

    /// <summary>Resets the simulation and reads its schema.</summary>
    /// <param name="simulation">The simulation; belongs to this driver from now on.</param>
    /// <param name="random">Its source of chance.</param>
    /// <exception cref="SimulationException">A method threw or returned what the rules exclude.</exception>
    public SimulationDriver(Simulation simulation, Random random)
    {
        Simulation = simulation;
        simulation.Random = random;
        Schema = null!;                                                  // until it is read
        try
        {
            Agents = CheckedAgents(simulation);
            done = new bool[Agents];
            MaxSteps = simulation.MaxSteps >= 1 ? simulation.MaxSteps : throw new BrokenRuleException($"MaxSteps is {simulation.MaxSteps}, but must be at least 1");
            RequireSynchronous(simulation);
            simulation.Reset();
            Schema = ReadSchema(random);
            own = Schema.HasKinds ? [.. Schema.Kinds.Select(kind => new float[kind.Observations.Size])] : null;
        }
        catch (Exception exception) when (exception is not SimulationException)
        {
            throw Explain(exception);
        }
    }

    /// <summary>Another instance of a simulation whose schema is known.</summary>
    /// <exception cref="SimulationException">It has another number of agents, other spaces or observations.</exception>
    public SimulationDriver(Simulation simulation, Random random, SimulationSchema expected)
        : this(simulation, random)
    {
        if (!Schema.IsLike(expected))
            throw Explain(new BrokenRuleException(Schema.DifferenceTo(expected)));
        Schema = expected;
    }

    public Simulation Simulation { get; }

    public SimulationSchema Schema { get; }

    public int Agents { get; }

    /// <summary>Steps after which an episode is cut.</summary>
    public int MaxSteps { get; }

    /// <summary>Episode, counted from 1; 0 before the first <see cref="Begin"/>.</summary>
    public int Episode { get; set; }

    /// <summary>Steps made in this episode.</summary>
    public int Step { get; private set; }

    /// <summary>Whether the agent was done before the coming step.</summary>
    public bool IsDone(int agent) => done[agent];

    /// <summary>Starts the next episode.</summary>
    public void Begin()
    {
        (method, agentNow) = (Called.Reset, -1);
        Episode++;
        Step = 0;
        Array.Clear(done);
        Simulation.Reset();
        RequireUnchanged();
    }

    /// <summary>Reads an agent's observation into the flat vector of all kinds [Schema.Observations.Size].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Observe(int agent, Span<float> destination)
    {
        (method, agentNow) = (Called.GetObservation, agent);
        var observation = Simulation.GetObservation(agent);
        if (own is null)
            Schema.Observations.Read(in observation, destination);
        else
            ReadOwn(agent, in observation, destination);
    }

    /// <summary>Reads an agent's observation into its own flat vector, and returns what was read, for policies that
    /// look
    /// at names.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="destination">[observation of the agent's kind].</param>
    public Observation ObserveByName(int agent, Span<float> destination)
    {
        (method, agentNow) = (Called.GetObservation, agent);
        var observation = Simulation.GetObservation(agent);
        Schema.KindOf(agent).Observations.Read(in observation, destination);
        return observation;
    }

    /// <summary>The agent's mask [alternatives of its kind], checked; null without masks.</summary>
    public bool[]? Mask(int agent)
    {
        if (!Schema.HasMask || !Schema.KindOf(agent).HasMask)
            return null;
        (method, agentNow) = (Called.GetActionMask, agent);
        var mask = Simulation.GetActionMask(agent);
        CheckMask(mask, Schema.KindOf(agent).Actions);
        return mask;
    }

    /// <summary>Hands an agent's action to the simulation, as its space writes it.</summary>
    /// <exception cref="ArgumentException">The action is not one of the space.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Act(int agent, in AgentAction action)
    {
        (method, agentNow) = (Called.SetAction, agent);
        Simulation.SetAction(agent, Schema.KindOf(agent).Actions.Conform(in action));
    }

    /// <summary>As <see cref="Act"/>, for an action that was checked: <see cref="ActionLayout.Conform"/> returned it.</summary>
    public void ActConformed(int agent, in AgentAction action)
    {
        (method, agentNow) = (Called.SetAction, agent);
        Simulation.SetAction(agent, action);
    }

    /// <summary>Makes a step and reads dones and reward terms of the agents that were not done before.</summary>
    /// <returns>Terminated when all agents are done, Truncated at MaxSteps, else None.</returns>
    public Ending Advance()
    {
        (method, agentNow) = (Called.Step, -1);
        Step++;
        Simulation.Step();
        var running = 0;
        for (var agent = 0; agent < done.Length; agent++)
        {
            if (done[agent])
                continue;
            (method, agentNow) = (Called.IsDone, agent);
            done[agent] = Simulation.IsDone(agent);
            running += done[agent] ? 0 : 1;
            method = Called.GetReward;
            var reward = Simulation.GetReward(agent);
            if (rewards.Length == 0)
                LayOutRewards(in reward);
            Schema.Rewards!.Read(in reward.Slots, rewards[agent]);
        }
        return running == 0 ? Ending.Terminated : Step >= MaxSteps ? Ending.Truncated : Ending.None;
    }

    /// <summary>[terms] of the agent's last step.</summary>
    public ReadOnlySpan<double> Rewards(int agent) => rewards[agent];

    /// <summary>Says that what comes now is not the simulation's: the training's own reward function is asked about an agent.</summary>
    public void Rewarding(int agent) => (method, agentNow) = (Called.RewardOption, agent);

    /// <summary>The agent's metrics [Schema.Metrics.Names.Length].</summary>
    public double[] ReadMetrics(int agent)
    {
        (method, agentNow) = (Called.GetMetrics, agent);
        var metrics = Simulation.GetMetrics(agent);
        Schema.Metrics ??= new(metrics.Slots);
        if (Schema.Metrics.Names.Length == 0 && metrics.Count == 0)
            return noTerms;
        var values = new double[Schema.Metrics.Names.Length];
        Schema.Metrics.Read(in metrics.Slots, values);
        return values;
    }

    /// <summary>Wraps what a method threw, or a rule it broke, with the place where it happened.</summary>
    public SimulationException Explain(Exception exception)
    {
        if (exception is SimulationException already)
            return already;
        var name = Simulation.GetType().Name;
        var call = method == Called.RewardOption ? $"TrainingOptions.Reward (for agent {agentNow} of {name})" : agentNow >= 0 ? $"{name}.{method}({agentNow})" : $"{name}.{method}()";
        var place = $"in episode {Math.Max(Episode, 1)} at {(Step == 0 ? "Reset" : $"step {Step}")}";
        var message = exception is BrokenRuleException
            ? $"{call} {place}: {exception.Message}."
            : $"{call} threw {exception.GetType().Name} {place}: {exception.Message}";
        return new(message, name, Math.Max(Episode, 1), Step, agentNow, exception);
    }

    /// <exception cref="BrokenRuleException">The episode has other agents or another action space than the
    /// first.</exception>
    void RequireUnchanged()
    {
        if (Simulation.NumberOfAgents != Agents)
            throw new BrokenRuleException(SimulationSchema.AgentsChanged(Agents, Simulation.NumberOfAgents));
        if (Episode > Watched)
            return;
        foreach (var kind in Schema.Kinds)
        {
            (method, agentNow) = (Called.ActionSpace, kind.Agents[0]);
            if (Simulation.ActionSpace(agentNow) is var space && space != kind.Actions.Space)
                throw new BrokenRuleException(SimulationSchema.SpaceChanged(kind.Actions.Space, space));
        }
    }

    void ReadOwn(int agent, in Observation observation, Span<float> destination)
    {
        var kind = Schema.KindNumber(agent);
        Schema.Kinds[kind].Observations.Read(in observation, own![kind]);
        Schema.Places[kind].Spread(own[kind], destination);
    }

    static int CheckedAgents(Simulation simulation) => simulation.NumberOfAgents >= 1
        ? simulation.NumberOfAgents
        : throw new BrokenRuleException($"NumberOfAgents is {simulation.NumberOfAgents}, but must be at least 1");

    /// <summary>An <c>async void</c> method returns at its first await: the kit would go on without its
    /// result.</summary>
    void RequireSynchronous(Simulation simulation)
    {
        if (AsyncMethods.Find(simulation) is not { } found)
            return;
        method = Enum.Parse<Called>(found);
        throw new BrokenRuleException(AsyncMethods.Problem);
    }

    /// <summary>Looks at every agent; at all but the first with other chance, so that the numbers that follow are
    /// those that
    /// a look at the first alone would leave.</summary>
    SimulationSchema ReadSchema(Random random)
    {
        var kinds = AgentKind.Read(
            Agents,
            agent => Ask(Called.ActionSpace, agent, Simulation.ActionSpace),
            agent => Ask(Called.GetActionMask, agent, Simulation.GetActionMask) is not null,
            agent =>
            {
                Simulation.Random = agent == 0 ? random : new Random(0);
                return Ask(Called.GetObservation, agent, number => new ObservationLayout(Simulation.GetObservation(number)));
            });
        Simulation.Random = random;
        return new(Simulation.GetType().Name, kinds);
    }

    T Ask<T>(Called called, int agent, Func<int, T> ask)
    {
        (method, agentNow) = (called, agent);
        return ask(agent);
    }

    void LayOutRewards(in Reward reward)
    {
        Schema.Rewards ??= new(reward.Slots);
        rewards = new double[Agents][];
        for (var agent = 0; agent < Agents; agent++)
            rewards[agent] = new double[Schema.Rewards.Names.Length];
    }

    static void CheckMask(bool[]? mask, ActionLayout actions)
    {
        if (mask is null || mask.Length != actions.Logits)
            throw new BrokenRuleException(
                $"the mask has {mask?.Length.ToString() ?? "no"} entries, but {actions.Space} needs {actions.Logits}, at every step");
        var from = 0;
        for (var head = 0; head < actions.Heads.Length; head++)
        {
            if (!mask.AsSpan(from, actions.Heads[head]).Contains(true))
                throw new BrokenRuleException($"the mask allows no alternative of choice {head}: allow at least one");
            from += actions.Heads[head];
        }
    }

    /// <summary>What is being called, by the method's name. Written several times a step: a number, since storing a string tells the garbage collector of it.</summary>
    enum Called : byte
    {
        Reset, ActionSpace, GetActionMask, GetObservation, SetAction, Step, IsDone, GetReward, GetMetrics, RewardOption,
    }
}
