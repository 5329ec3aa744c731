using Pathmind.Numerics;
using Pathmind.Simulations;

namespace Pathmind.Checks;

/// <summary>One instance that is tried out. Unlike a <see cref="SimulationDriver"/> it goes on when a rule is broken,
/// and notes everything that the simulation returns, so that two walks can be compared.</summary>
internal sealed class CheckedInstance
{
    readonly Simulation simulation;
    readonly Findings findings;
    readonly RandomStream random = new(0, 0);
    readonly int seed;
    readonly string name;
    readonly float[][] values;                                           // [kinds][observation]
    readonly string[][] columns;                                         // their names
    readonly Policy policy;
    readonly SimulationSchema schema;
    readonly bool[] hasDecided;
    bool[] done;
    TermLayout? rewards, metrics;
    int step;

    /// <summary>Resets the instance and reads its schema.</summary>
    /// <exception cref="BrokenSimulationException">It cannot be walked at all; the reason is among the
    /// findings.</exception>
    public CheckedInstance(Simulation simulation, Findings findings, int seed)
    {
        (this.simulation, this.findings, this.seed, name) = (simulation, findings, seed, simulation.GetType().Name);
        if (AsyncMethods.Find(simulation) is { } method)
            throw Broken($"{method}(): {AsyncMethods.Problem}.");
        simulation.Random = random;
        random.Restart(seed, 1);
        Agents = Call("NumberOfAgents", () => simulation.NumberOfAgents);
        MaxSteps = Call("MaxSteps", () => simulation.MaxSteps);
        if (Agents < 1)
            throw Broken($"NumberOfAgents is {Agents}, but must be at least 1.");
        if (MaxSteps < 1)
            throw Broken($"MaxSteps is {MaxSteps}, but must be at least 1.");
        Call("Reset()", simulation.Reset);
        schema = new(name, Kinds());
        var observations = schema.Observations;
        (done, hasDecided) = (new bool[Agents], new bool[Agents]);
        values = [.. schema.Kinds.Select(kind => new float[kind.Observations.Size])];
        columns = [.. schema.Kinds.Select(kind => kind.Observations.ColumnNames())];
        (Low, High) = (new float[observations.Size], new float[observations.Size]);
        Array.Fill(Low, float.PositiveInfinity);
        Array.Fill(High, float.NegativeInfinity);
        policy = Policy.Random(seed);
    }

    public int Agents { get; }

    public int MaxSteps { get; }

    public ObservationLayout Observations => schema.Observations;

    /// <summary>The agents that never needed a decision.</summary>
    public int[] WithoutDecision => [.. Enumerable.Range(0, Agents).Where(agent => !hasDecided[agent])];

    /// <summary>The kinds of agents.</summary>
    public IReadOnlyList<AgentKind> AgentKinds => schema.Kinds;

    /// <summary>[observation] smallest and largest number seen.</summary>
    public float[] Low { get; }

    /// <inheritdoc cref="Low"/>
    public float[] High { get; }

    /// <summary>Episodes that were begun since the instance was made.</summary>
    public int Episodes { get; private set; }

    /// <summary>Episodes of the walk in which all agents were done.</summary>
    public int Terminated { get; private set; }

    /// <summary>Reward terms; null if every step was refused.</summary>
    public TermLayout? Rewards => rewards;

    /// <summary>Smallest and largest sum of the terms of a step.</summary>
    public (double Low, double High) StepReward { get; private set; } = (double.PositiveInfinity, double.NegativeInfinity);

    /// <summary>Steps of the shortest and of the longest episode in which all agents were done.</summary>
    public (int Shortest, int Longest) EpisodeLength { get; private set; } = (int.MaxValue, 0);

    /// <summary>Notes goals for names that are neither metrics nor reward terms.</summary>
    public void LookAtGoals()
    {
        try
        {
            Call("Goals", () => simulation.Goals)?.RequireKnown(metrics?.Names ?? [], rewards?.Names ?? []);
        }
        catch (BrokenRuleException broken)
        {
            findings.Problem($"Goals: {broken.Message}.");
        }
    }

    /// <summary>The reward terms of all steps.</summary>
    public TermWatch TermWatch { get; } = new();

    /// <summary>Lets the present state be drawn, as a replay does after every step.</summary>
    public void LookAtDrawing() => Call("Draw()", () => new Canvas().Take(simulation.Draw));

    /// <summary>Starts the walk of the seed again: same actions, same random stream.</summary>
    public void Restart()
    {
        random.Restart(seed, 1);
        policy.Prepare(schema);
        Reset();
    }

    /// <summary>Makes one step, after a Reset if the episode is over.</summary>
    /// <param name="trace">Receives all that the simulation returned.</param>
    public void Step(Trace trace)
    {
        if (Array.TrueForAll(done, isDone => isDone) || step >= MaxSteps)
        {
            TermWatch.EndEpisode();
            Reset();
        }
        var acting = Enumerable.Range(0, Agents).Where(agent => !done[agent]).ToArray();
        var deciding = Array.FindAll(acting, agent => Call($"NeedsDecision({agent})", () => simulation.NeedsDecision(agent)));
        if (deciding.Length < acting.Length)
            foreach (var agent in deciding)
                trace.Add(1, "NeedsDecision", "", agent, step);
        var actions = Array.ConvertAll(deciding, agent => Observe(agent, trace));
        foreach (var (agent, action) in deciding.Zip(actions))
            Call($"SetAction({agent}, {action})", () => simulation.SetAction(agent, action));
        step++;
        Call("Step()", simulation.Step);
        foreach (var agent in acting)
        {
            var isDone = Call($"IsDone({agent})", () => simulation.IsDone(agent));
            done[agent] = isDone || Call($"IsTruncated({agent})", () => simulation.IsTruncated(agent));
            trace.Add(isDone ? 2 : done[agent] ? 1 : 0, "the ending (0 none, 1 truncated, 2 done)", "", agent, step);
            var terms = Terms(
                $"GetReward({agent})", Call($"GetReward({agent})", () => simulation.GetReward(agent).Slots), ref rewards, "reward term",
                agent, trace);
            TermWatch.Add(terms);
            var sum = terms.Sum();
            StepReward = (Math.Min(StepReward.Low, sum), Math.Max(StepReward.High, sum));
            Terms(
                $"GetMetrics({agent})", Call($"GetMetrics({agent})", () => simulation.GetMetrics(agent).Slots), ref metrics, "metric",
                agent, trace);
        }
        if (!Array.TrueForAll(done, isDone => isDone))
            return;
        Terminated++;
        EpisodeLength = (Math.Min(EpisodeLength.Shortest, step), Math.Max(EpisodeLength.Longest, step));
    }

    void Reset()
    {
        step = 0;
        Episodes++;
        Array.Clear(done);
        simulation.ForgetActions();
        Call("Reset()", simulation.Reset);
        if (Call("NumberOfAgents", () => simulation.NumberOfAgents) is var agents && agents != Agents)
            throw Broken($"{SimulationSchema.AgentsChanged(Agents, agents)}.");
        foreach (var kind in schema.Kinds)
        {
            var call = $"ActionSpace({kind.Agents[0]})";
            if (Call(call, () => simulation.ActionSpace(kind.Agents[0])) is var space && space != kind.Actions.Space)
                findings.Problem($"{call}: {SimulationSchema.SpaceChanged(kind.Actions.Space, space)}.");
        }
    }

    AgentKind[] Kinds()
    {
        var asked = "GetObservation(0)";
        try
        {
            return AgentKind.Read(
                Agents,
                agent => Call($"ActionSpace({agent})", () => simulation.ActionSpace(agent)),
                agent => Call($"GetActionMask({agent})", () => simulation.GetActionMask(agent)) is not null,
                agent => Call(asked = $"GetObservation({agent})", () => new ObservationLayout(simulation.GetObservation(agent))));
        }
        catch (BrokenRuleException broken)
        {
            throw Broken($"{asked} {Place}: {broken.Message}.");
        }
    }

    AgentAction Observe(int agent, Trace trace)
    {
        hasDecided[agent] = true;
        var call = $"GetObservation({agent})";
        var kind = schema.KindNumber(agent);
        var (own, places) = (values[kind], schema.Places[kind].Observations);
        try
        {
            var observation = simulation.GetObservation(agent);
            try
            {
                schema.Kinds[kind].Observations.Read(in observation, own);
            }
            catch (BrokenRuleException broken)
            {
                findings.Problem($"{call} {Place}: {broken.Message}.");
            }
            foreach (var (i, value) in own.Index())
            {
                trace.Add(value, "observation", columns[kind][i], agent, step);
                (Low[places[i]], High[places[i]]) = (Math.Min(Low[places[i]], value), Math.Max(High[places[i]], value));
            }
            return policy.Decide(new PolicyInput(in observation, own, Mask(agent), agent));
        }
        catch (Exception exception) when (exception is not BrokenSimulationException)
        {
            throw Threw(call, exception);
        }
    }

    /// <summary>The mask if it can be used; else null, and a finding.</summary>
    bool[]? Mask(int agent)
    {
        var mask = Call($"GetActionMask({agent})", () => simulation.GetActionMask(agent));
        var (actions, hasMask) = (schema.KindOf(agent).Actions, schema.KindOf(agent).HasMask);
        if (mask is null && !hasMask)
            return null;
        if (mask is null || !hasMask || mask.Length != actions.Logits)
        {
            findings.Problem($"GetActionMask({agent}) {Place}: {(mask is null ? "no mask" : $"a mask of {mask.Length} entries")} came, "
                + $"but {(hasMask ? $"{actions.Space} needs {actions.Logits} at every step"
                    : "none at Reset: return a mask always or never")}.");
            return null;
        }
        var from = 0;
        foreach (var choices in actions.Heads)
        {
            if (!mask.AsSpan(from, choices).Contains(true))
            {
                findings.Problem($"GetActionMask({agent}) {Place}: nothing is allowed; allow at least one choice.");
                return null;
            }
            from += choices;
        }
        return mask;
    }

    /// <returns>The numbers; none if a rule is broken, which is a finding.</returns>
    double[] Terms(string call, NamedSlots<double> slots, ref TermLayout? layout, string what, int agent, Trace trace)
    {
        try
        {
            layout ??= new(slots);
            var numbers = new double[layout.Names.Length];
            layout.Read(in slots, numbers);
            foreach (var (i, number) in numbers.Index())
                trace.Add(number, what, layout.Names[i], agent, step);
            return numbers;
        }
        catch (BrokenRuleException broken)
        {
            findings.Problem($"{call} {Place}: {broken.Message}.");
            return [];
        }
    }

    string Place => step == 0 ? "at Reset" : $"at step {step}";

    T Call<T>(string call, Func<T> method)
    {
        try
        {
            return method();
        }
        catch (Exception exception)
        {
            throw Threw(call, exception);
        }
    }

    void Call(string call, Action method) => Call(call, () =>
    {
        method();
        return true;
    });

    BrokenSimulationException Threw(string call, Exception exception) => Broken(exception is BrokenRuleException
        ? $"{call} {Place}: {exception.Message}."
        : $"{call} {Place} threw {exception.GetType().Name}: {ThrowPlace.MessageOf(exception)}");

    BrokenSimulationException Broken(string problem)
    {
        findings.Problem(problem);
        return new(problem);
    }
}

/// <summary>The simulation threw: the walk ends here.</summary>
internal sealed class BrokenSimulationException(string problem) : Exception(problem);
