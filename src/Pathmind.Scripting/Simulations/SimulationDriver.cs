using System.Runtime.CompilerServices;

namespace Pathmind.Simulations;

/// <summary>Makes the steps of one simulation's episodes in the kit's order, and holds it to the rules: same names,
/// same lengths, finite numbers, actions of its space. It calls the simulation, the policy and the reward function, so
/// it alone knows which method, agent, episode and step an exception came from. One thread at a time.</summary>
/// <remarks>A step is: <see cref="Observe"/> and <see cref="Mask"/> of every agent that decides, a decision for each,
/// <see cref="Act"/>, <see cref="Advance"/>; <see cref="Play"/> makes whole episodes of them. (Check() calls
/// simulations by itself, since it must go on when a rule is broken.)</remarks>
internal sealed partial class SimulationDriver
{
    /// <summary>Episodes at whose start the action space is compared with the first one; later it is taken to
    /// stay.</summary>
    const int Watched = 3;

    readonly Ending[] endings;                                           // [agents] None while the agent takes part
    readonly bool[] tookPart, decides, hasDecided;
    readonly AgentAction[] decided;
    readonly double[] noTerms = [];
    readonly float[][]? own;                                             // [kinds][observation]; null if there is one kind
    double[][] rewards = [];
    CallPlace call;

    /// <summary>Resets the simulation and reads its schema.</summary>
    /// <param name="simulation">The simulation; belongs to this driver from now on.</param>
    /// <param name="random">Its source of chance.</param>
    /// <exception cref="SimulationException">A method threw or returned what the rules exclude.</exception>
    public SimulationDriver(Simulation simulation, Random random)
    {
        Simulation = simulation;
        simulation.Random = random;
        try
        {
            (Agents, MaxSteps) = SchemaReader.Numbers(simulation, ref call);
            (endings, tookPart, decided) = (new Ending[Agents], new bool[Agents], new AgentAction[Agents]);
            (decides, hasDecided) = (new bool[Agents], new bool[Agents]);
            Schema = SchemaReader.Read(simulation, Agents, random, ref call);
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

    /// <summary>How the last step ended the episode; None before the first.</summary>
    public Ending Ending { get; private set; }

    /// <summary>Whether the agent's episode has ended by itself: it takes no part in the coming step.</summary>
    public bool IsDone(int agent) => endings[agent] != Ending.None;

    /// <summary>Whether the agent took part in the last step.</summary>
    public bool TookPart(int agent) => tookPart[agent];

    /// <summary>Whether the agent decides before the coming step: it is not done, and needs a decision.</summary>
    public bool Decides(int agent) => decides[agent];

    /// <summary>Whether the agent decided before the last step.</summary>
    public bool HasDecided(int agent) => hasDecided[agent];

    /// <summary>How the agent's episode ended: by itself, or with that of all; None while it goes on.</summary>
    public Ending EndingOf(int agent) => endings[agent] != Ending.None ? endings[agent] : Ending;

    /// <summary>Starts the next episode.</summary>
    public void Begin()
    {
        call.Now(Called.Reset, -1);
        Episode++;
        (Step, Ending) = (0, Ending.None);
        Array.Clear(endings);
        Array.Clear(tookPart);
        Simulation.ForgetActions();
        Simulation.Reset();
        SchemaReader.RequireUnchanged(Simulation, Schema, lookAtSpaces: Episode <= Watched, ref call);
        ReadDecisions();
    }

    /// <summary>Reads an agent's observation into the flat vector of all kinds [Schema.Observations.Size].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Observe(int agent, Span<float> destination)
    {
        call.Now(Called.GetObservation, agent);
        var observation = Simulation.GetObservation(agent);
        if (own is null)
            Schema.Observations.Read(in observation, destination);
        else
            ReadOwn(agent, in observation, destination);
    }

    /// <summary>Reads an agent's observation into its own flat vector, and returns what was read, for policies that
    /// look at names.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="destination">[observation of the agent's kind].</param>
    public Observation ObserveByName(int agent, Span<float> destination)
    {
        call.Now(Called.GetObservation, agent);
        var observation = Simulation.GetObservation(agent);
        Schema.KindOf(agent).Observations.Read(in observation, destination);
        return observation;
    }

    /// <summary>The agent's mask [alternatives of its kind], checked; null without masks.</summary>
    public bool[]? Mask(int agent)
    {
        if (!Schema.HasMask || !Schema.KindOf(agent).HasMask)
            return null;
        call.Now(Called.GetActionMask, agent);
        var mask = Simulation.GetActionMask(agent);
        Schema.KindOf(agent).Actions.RequireMask(mask);
        return mask;
    }

    /// <summary>Hands an agent's action to the simulation, as its space writes it.</summary>
    /// <exception cref="ArgumentException">The action is not one of the space.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Act(int agent, in AgentAction action)
    {
        call.Now(Called.SetAction, agent);
        Simulation.SetAction(agent, Schema.KindOf(agent).Actions.Conform(in action));
    }

    /// <summary>Decides an agent's next action, for <see cref="Play"/>.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="action">One of its space, as that writes it: <see cref="ActionLayout.Conform"/> returned
    /// it.</param>
    public void Decided(int agent, in AgentAction action) => decided[agent] = action;

    /// <summary>The agent's last action.</summary>
    public ref readonly AgentAction ActionOf(int agent) => ref decided[agent];

    /// <summary>Hands over an action that was checked already: <see cref="ActionLayout.Conform"/> returned
    /// it.</summary>
    void ActConformed(int agent, in AgentAction action)
    {
        call.Now(Called.SetAction, agent);
        Simulation.SetAction(agent, action);
    }

    /// <summary>Plays one episode: begins it, and makes steps until it has ended or the player breaks it off.</summary>
    /// <exception cref="SimulationException">The simulation, the policy or the reward function threw or broke a rule;
    /// the message names the rule and the place.</exception>
    /// <exception cref="OperationCanceledException">Thrown by the player.</exception>
    public void Play(IEpisodePlayer player)
    {
        try
        {
            Begin();
            while (player.Decide(this))
            {
                for (var agent = 0; agent < Agents; agent++)
                    if (decides[agent])
                        ActConformed(agent, in decided[agent]);
                Advance();
                if (!player.Observe(this) || Ending != Ending.None)
                    return;
            }
        }
        catch (Exception exception) when (exception is not SimulationException and not OperationCanceledException)
        {
            throw Explain(exception);
        }
    }

    /// <summary>Makes a step and reads endings and reward terms of the agents that take part.</summary>
    /// <returns>None while an agent goes on; Terminated when all are done; Truncated if one of them was, or at
    /// MaxSteps.</returns>
    public Ending Advance()
    {
        call.Now(Called.Step, -1);
        Step++;
        Simulation.Step();
        var (running, isTruncated) = (0, false);
        for (var agent = 0; agent < endings.Length; agent++)
        {
            isTruncated |= endings[agent] == Ending.Truncated;
            if (!(tookPart[agent] = endings[agent] == Ending.None))
                continue;
            call.Now(Called.IsDone, agent);
            if (Simulation.IsDone(agent))
                endings[agent] = Ending.Terminated;
            else
            {
                call.Now(Called.IsTruncated, agent);
                if (Simulation.IsTruncated(agent))
                    (endings[agent], isTruncated) = (Ending.Truncated, true);
                else
                    running++;
            }
            ReadRewards(agent);
        }
        Ending = running > 0 && Step < MaxSteps ? Ending.None
            : running > 0 || isTruncated ? Ending.Truncated
            : Ending.Terminated;
        ReadDecisions();
        return Ending;
    }

    /// <summary>Asks for an agent's reward terms, after a step or right after Reset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ReadRewards(int agent)
    {
        call.Now(Called.GetReward, agent);
        var reward = Simulation.GetReward(agent);
        if (rewards.Length == 0)
            LayOutRewards(in reward);
        Schema.Rewards!.Read(in reward.Slots, rewards[agent]);
    }

    /// <summary>[terms] of the agent's last step.</summary>
    public ReadOnlySpan<double> Rewards(int agent) => rewards[agent];

    /// <summary>Marks the next call as not the simulation's: the training's reward function is called.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="option">Which function it is.</param>
    public void Rewarding(int agent, Called option = Called.RewardOption) => call.Now(option, agent);

    /// <summary>Names the policy that decides from now on, for messages.</summary>
    public void DecidedBy(string policy) => call.By(policy);

    /// <summary>Marks the next call as not the simulation's: the policy decides for an agent.</summary>
    public void Deciding(int agent) => call.Now(Called.Decide, agent);

    /// <summary>Wraps what was thrown, or a rule that was broken, with the place where it happened.</summary>
    public SimulationException Explain(Exception exception) => exception as SimulationException
        ?? call.Explain(exception, Simulation.KitName, Episode, Step);

    /// <summary>In words which method is running now: another thread may ask.</summary>
    public string Place => call.Words(Simulation.KitName, Episode, Step);

    /// <summary>The agent that the running call is about; -1 for none.</summary>
    public int CalledAgent => call.Agent;

    void ReadDecisions()
    {
        for (var agent = 0; agent < decides.Length; agent++)
        {
            hasDecided[agent] = decides[agent];
            if (!(decides[agent] = Ending == Ending.None && endings[agent] == Ending.None))
                continue;
            call.Now(Called.NeedsDecision, agent);
            decides[agent] = Simulation.NeedsDecision(agent);
        }
    }
}
