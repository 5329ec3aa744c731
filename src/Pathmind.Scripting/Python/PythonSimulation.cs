using Pathmind.Numerics;
using Pathmind.Pythons;
using Pathmind.Simulations;

namespace Pathmind;

/// <summary>A simulation that is written in Python: an environment of Gymnasium, or a subclass of the original's
/// <c>pathmind.simulation.Simulation</c>. It runs in processes of Python beside this one; training, runs and
/// comparisons treat it as one in C#.</summary>
/// <remarks>docs/gymnasium.md says how spaces become observations and actions. Copies for training share the processes
/// of the instance that they are made of.</remarks>
/// <example><code>using var cartPole = PythonSimulation.FromGym("CartPole-v1");
/// var policy = cartPole.Train().Policy;</code></example>
public sealed class PythonSimulation : Simulation, IDisposable
{
    readonly PythonProcesses processes;
    readonly PythonSpec spec;
    readonly bool[][] masks;
    PythonProcess? process;
    bool isDisposed;

    PythonSimulation(PythonProcesses processes)
    {
        this.processes = processes;
        spec = processes.Add();
        Slot = new(spec);
        masks = [.. spec.Agents.Select(agent => new bool[agent.MaskLength])];
    }

    /// <summary>What its environment is called.</summary>
    public string Name => processes.Target.Name;

    /// <inheritdoc/>
    public override int NumberOfAgents => spec.Agents.Length;

    /// <summary>Steps after which an episode is cut: the environment's own limit, else 20,000.</summary>
    public override int MaxSteps => spec.MaxSteps ?? base.MaxSteps;

    internal PythonSlot Slot { get; }

    /// <summary>The seed that a coming <see cref="Reset"/> draws; null where chance cannot be asked without
    /// drawing.</summary>
    internal long? SeedAhead
    {
        get
        {
            if (Random is not RandomStream stream)
                return null;
            var state = stream.State;
            var seed = stream.Next();
            stream.State = state;
            return seed;
        }
    }

    internal override string KitName => Name;

    internal override IStepsTogether? Together => spec.Shares ? process : null;

    internal override Func<Simulation> Alike => () => new PythonSimulation(processes);

    /// <summary>An environment of Gymnasium (or of gym, where that is not installed).</summary>
    /// <param name="environment">As <c>gymnasium.make</c> has it: <c>CartPole-v1</c>; or <c>module:Name</c> for a class
    /// or function of a Python module, or an environment that the module registers.</param>
    /// <param name="options">What differs from the defaults.</param>
    /// <exception cref="ArgumentException">There is no such environment or no Python with numpy and Gymnasium, or a
    /// space is not a fixed list of numbers; the message says which.</exception>
    public static PythonSimulation FromGym(string environment, PythonOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(environment);
        return New(new(environment[(environment.LastIndexOf(':') + 1)..], environment, null, null), options);
    }

    /// <summary>A class in a Python file: an environment with Gymnasium's methods and spaces, or a subclass of
    /// <c>pathmind.simulation.Simulation</c>.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="className">The class, or a function that makes the environment; null for the last class that the
    /// file declares.</param>
    /// <param name="options">What differs from the defaults.</param>
    /// <exception cref="ArgumentException">There is no such file or class, no Python with numpy, or a space is not a
    /// fixed list of numbers; the message says which.</exception>
    public static PythonSimulation FromFile(string file, string? className = null, PythonOptions? options = null)
    {
        if (!File.Exists(file))
            throw new ArgumentException($"{file}: there is no such file.");
        return New(new(className ?? Path.GetFileNameWithoutExtension(file), null, Path.GetFullPath(file), className), options);
    }

    /// <summary>What it is called, and that it is in Python.</summary>
    public override string ToString() => $"{Name}, a simulation in Python";

    /// <inheritdoc/>
    public override ActionSpace ActionSpace(int agent) => spec.Agents[agent].Space;

    /// <summary>Starts a new episode, seeded by <see cref="Simulation.Random"/>. If the process has ended, another one
    /// is started.</summary>
    public override void Reset()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        process ??= processes.Take();
        process.Reset(Slot, Random.Next());
        RequireSuccess();
    }

    /// <inheritdoc/>
    public override void SetAction(int agent, AgentAction action)
    {
        base.SetAction(agent, action);
        Slot.Act(agent, spec.Agents[agent].Actions.Conform(in Action[agent]));
    }

    /// <inheritdoc/>
    public override void Step()
    {
        if (process is null)
            throw new InvalidOperationException($"{Name}: call Reset before the first Step.");
        if (!Slot.IsStepped)
            process.Step(Slot);
        Slot.IsStepped = false;
        RequireSuccess();
    }

    /// <inheritdoc/>
    public override Observation GetObservation(int agent)
    {
        Observation observation = new();
        var numbers = Slot.Observations[agent];
        foreach (var leaf in spec.Agents[agent].Leaves)
            if (leaf.IsList)
                observation[leaf.Name] = numbers.AsSpan(leaf.To, leaf.Length);
            else if (leaf.IsFlag)
                observation[leaf.Name] = numbers[leaf.To] != 0;
            else
                observation[leaf.Name] = numbers[leaf.To];
        return observation;
    }

    /// <summary>The environment's reward as <c>reward</c>, or the terms of <c>get_reward</c>.</summary>
    public override Reward GetReward(int agent)
    {
        Reward reward = new();
        for (var (i, names) = (0, spec.Rewards); i < names.Length; i++)
            reward[names[i]] = Slot.Rewards[agent * names.Length + i];
        return reward;
    }

    /// <summary>The numbers of <c>get_metrics</c>; none of an environment of Gymnasium.</summary>
    public override Metrics GetMetrics(int agent)
    {
        Metrics metrics = new();
        for (var (i, names) = (0, spec.Metrics); i < names.Length; i++)
            metrics[names[i]] = Slot.Metrics[agent * names.Length + i];
        return metrics;
    }

    /// <inheritdoc/>
    public override bool IsDone(int agent) => Slot.Endings[agent] == Ending.Terminated;

    /// <inheritdoc/>
    public override bool IsTruncated(int agent) => Slot.Endings[agent] == Ending.Truncated;

    /// <summary>The <c>action_mask</c> of the environment's info; null if the first reset had none.</summary>
    public override bool[]? GetActionMask(int agent)
    {
        var mask = masks[agent];
        if (mask.Length == 0)
            return null;
        for (var i = 0; i < mask.Length; i++)
            mask[i] = Slot.Mask[spec.Agents[agent].FirstMask + i] != 0;
        return mask;
    }

    /// <summary>Closes the environment, and ends its processes with the last of the instances that share
    /// them.</summary>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        processes.Remove(process, Slot);
    }

    static PythonSimulation New(PythonTarget target, PythonOptions? options)
    {
        options ??= new();
        options.Validate();
        return new(new PythonProcesses(target, options));
    }

    void RequireSuccess()
    {
        if (Slot.Failure is { } failure)
            throw new BrokenRuleException(failure);
    }
}
