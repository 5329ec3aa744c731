using Pathmind.Networks;
using Pathmind.Simulations;

namespace Pathmind.Rollouts;

/// <summary>One instance that is tried out. Unlike a <see cref="SimulationDriver"/> it goes on when a rule is broken, and notes everything that the
/// simulation returns, so that two walks can be compared.</summary>
internal sealed class Examinee
{
    readonly Simulation simulation;
    readonly Findings findings;
    readonly RandomStream random = new(0, 0);
    readonly int seed;
    readonly string name;
    readonly float[] values;
    readonly Policy policy;
    readonly SimulationSchema schema;
    bool[] done;
    TermLayout? rewards, metrics;
    int step;

    /// <summary>Resets the instance and reads its schema.</summary>
    /// <exception cref="BrokenSimulationException">It cannot be walked at all; the reason is among the findings.</exception>
    public Examinee(Simulation simulation, Findings findings, int seed)
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
        var space = Call("ActionSpace(0)", () => simulation.ActionSpace(0));
        for (var agent = 1; agent < Agents; agent++)
            if (Call($"ActionSpace({agent})", () => simulation.ActionSpace(agent)) is var other && other != space)
                findings.Problem($"The agents share one policy, so they need one space: agent 0 has {space}, agent {agent} has {other}.");
        var hasMask = Call("GetActionMask(0)", () => simulation.GetActionMask(0)) is not null;
        var observations = Call("GetObservation(0)", () => new ObservationLayout(simulation.GetObservation(0)));
        schema = new(name, Agents, observations, new(space), hasMask);
        (done, values) = (new bool[Agents], new float[observations.Size]);
        (Low, High) = (new float[observations.Size], new float[observations.Size]);
        Array.Fill(Low, float.PositiveInfinity);
        Array.Fill(High, float.NegativeInfinity);
        policy = Policy.Random(seed);
    }

    public int Agents { get; }

    public int MaxSteps { get; }

    public ObservationLayout Observations => schema.Observations;

    /// <summary>[observation] smallest and largest number seen.</summary>
    public float[] Low { get; }

    /// <inheritdoc cref="Low"/>
    public float[] High { get; }

    /// <summary>Episodes of the walk in which all agents were done.</summary>
    public int Terminated { get; private set; }

    /// <summary>Reward terms; null if every step was refused.</summary>
    public TermLayout? Rewards => rewards;

    /// <summary>Smallest and largest sum of the terms of a step.</summary>
    public (double Low, double High) StepReward { get; private set; } = (double.PositiveInfinity, double.NegativeInfinity);

    /// <summary>Steps of the shortest and of the longest episode in which all agents were done.</summary>
    public (int Shortest, int Longest) EpisodeLength { get; private set; } = (int.MaxValue, 0);

    /// <summary>Starts the walk of the seed anew: same actions, same random stream.</summary>
    public void Restart()
    {
        random.Restart(seed, 1);
        policy.Prepare(schema);
        Reset();
    }

    /// <summary>Makes one step, after a Reset if the episode is over.</summary>
    /// <param name="trace">Receives all that the simulation returned.</param>
    public void Step(List<double> trace)
    {
        if (Array.TrueForAll(done, isDone => isDone) || step >= MaxSteps)
            Reset();
        var acting = Enumerable.Range(0, Agents).Where(agent => !done[agent]).ToArray();
        var actions = Array.ConvertAll(acting, agent => Observe(agent, trace));
        foreach (var (agent, action) in acting.Zip(actions))
            Call($"SetAction({agent}, {action})", () => simulation.SetAction(agent, action));
        step++;
        Call("Step()", simulation.Step);
        foreach (var agent in acting)
        {
            done[agent] = Call($"IsDone({agent})", () => simulation.IsDone(agent));
            trace.Add(done[agent] ? 1 : 0);
            var before = trace.Count;
            Terms($"GetReward({agent})", Call($"GetReward({agent})", () => simulation.GetReward(agent).Slots), ref rewards, trace);
            var sum = trace.Skip(before).Sum();
            StepReward = (Math.Min(StepReward.Low, sum), Math.Max(StepReward.High, sum));
            Terms($"GetMetrics({agent})", Call($"GetMetrics({agent})", () => simulation.GetMetrics(agent).Slots), ref metrics, trace);
        }
        if (!Array.TrueForAll(done, isDone => isDone))
            return;
        Terminated++;
        EpisodeLength = (Math.Min(EpisodeLength.Shortest, step), Math.Max(EpisodeLength.Longest, step));
    }

    void Reset()
    {
        step = 0;
        Array.Clear(done);
        Call("Reset()", simulation.Reset);
        if (Call("NumberOfAgents", () => simulation.NumberOfAgents) is var agents && agents != Agents)
            throw Broken($"{SimulationSchema.AgentsChanged(Agents, agents)}.");
        if (Call("ActionSpace(0)", () => simulation.ActionSpace(0)) is var space && space != schema.Actions.Space)
            findings.Problem($"ActionSpace(0): {SimulationSchema.SpaceChanged(schema.Actions.Space, space)}.");
    }

    AgentAction Observe(int agent, List<double> trace)
    {
        var call = $"GetObservation({agent})";
        try
        {
            var observation = simulation.GetObservation(agent);
            try
            {
                schema.Observations.Read(in observation, values);
            }
            catch (BrokenRuleException broken)
            {
                findings.Problem($"{call} {Place}: {broken.Message}.");
            }
            foreach (var value in values)
                trace.Add(value);
            for (var i = 0; i < values.Length; i++)
                (Low[i], High[i]) = (Math.Min(Low[i], values[i]), Math.Max(High[i], values[i]));
            return policy.Decide(new PolicyInput(in observation, values, Mask(agent), agent));
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
        if (mask is null && !schema.HasMask)
            return null;
        var actions = schema.Actions;
        if (mask is null || !schema.HasMask || mask.Length != actions.Logits)
        {
            findings.Problem($"GetActionMask({agent}) {Place}: {(mask is null ? "no mask" : $"a mask of {mask.Length} entries")} came, "
                + $"but {(schema.HasMask ? $"{actions.Space} needs {actions.Logits} at every step" : "none at Reset: return a mask always or never")}.");
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

    void Terms(string call, NamedSlots<double> slots, ref TermLayout? layout, List<double> trace)
    {
        try
        {
            layout ??= new(slots);
            var numbers = new double[layout.Names.Length];
            layout.Read(in slots, numbers);
            trace.AddRange(numbers);
        }
        catch (BrokenRuleException broken)
        {
            findings.Problem($"{call} {Place}: {broken.Message}.");
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
        : $"{call} {Place} threw {exception.GetType().Name}: {exception.Message}");

    BrokenSimulationException Broken(string problem)
    {
        findings.Problem(problem);
        return new(problem);
    }
}

/// <summary>The simulation threw: the walk ends here.</summary>
internal sealed class BrokenSimulationException(string problem) : Exception(problem);
