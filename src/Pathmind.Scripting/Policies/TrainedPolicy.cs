using Pathmind.Policies;
using Pathmind.Policies.Onnx;
using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind;

/// <summary>A policy that was learnt: what a training returns, and what <see cref="Policy.Local(string)"/> reads.
/// Decides without chance: the most probable choices, the mean numbers.</summary>
/// <remarks>It is an ONNX graph in memory, run by the kit's own executor; saved and read again it gives the same
/// answers bit for bit.</remarks>
public sealed class TrainedPolicy : Policy
{
    /// <summary>Entry of <see cref="Metadata"/>: the output of another trainer's graph that was taken for the
    /// action.</summary>
    const string ImportedOutput = "imported_output";

    /// <summary>Characters of a reason; a file's own names may be of any length.</summary>
    const int LongestReason = 1000;

    readonly ActionLayout actions;
    readonly string? path;
    DecisionSession? session;
    ObservationMatch[] matches = [];                                     // [agents]
    (int[] Choices, float[] Values)[] buffers = [];
    PolicyStates? states;

    TrainedPolicy(PolicyDescription description, OnnxModel model, string name, string? path = null) =>
        (Description, Model, Name, this.path, actions) = (description, model, name, path, description.Actions);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Name of the simulation that it was trained on.</summary>
    public string Simulation => Description.Simulation;

    /// <summary>What it looks at, in its own order; a simulation may show more, in any order. Where agents differ: what
    /// any of them sees, and <c>agent_kind</c>, which the kit fills in.</summary>
    public IReadOnlyList<string> ObservationNames => Description.Observations.Names;

    /// <summary>What it decides. Where agents differ: the parts of all of them, of which each agent has its
    /// own.</summary>
    public ActionSpace Space => Description.Actions.Space;

    /// <summary>Names of the reward terms that it was trained with.</summary>
    public IReadOnlyList<string> RewardTerms => Description.RewardTerms;

    /// <summary>What the training wrote down: options as JSON, seed, versions.</summary>
    public IReadOnlyDictionary<string, string> Metadata => Description.Metadata;

    internal PolicyDescription Description { get; }

    /// <summary>The graph; constant.</summary>
    internal OnnxModel Model { get; }

    /// <summary>Name for messages, with the path if it came from one.</summary>
    internal string Label => path is null ? Name : $"{Name}' of '{path}";

    /// <summary>Made when first needed: planning the graph takes longer than a short training, and not every policy
    /// decides in the process that made it.</summary>
    DecisionSession Session => session ??= new(
        Description.StateSize > 0 ? Plan(PolicyGraph.Action, PolicyGraph.NextState) : Plan(PolicyGraph.Action), Description);

    /// <inheritdoc/>
    public override AgentAction Decide(in PolicyInput input)
    {
        if (matches.Length == 0)
            throw new InvalidOperationException("A trained policy needs a simulation: use it with Run or Compare.");
        var (now, match) = (Session, matches[input.Agent]);
        match.Copy(input.Values, now.Observations);
        if (now.Mask is { } mask)
            match.CopyMask(input.ActionMask, mask);
        states?.Read(input.Agent, now.Observations, now.State);
        now.Run();
        states?.Write(input.Agent, now.NextState);
        return match.ToAction(now.Action, buffers[input.Agent].Choices, buffers[input.Agent].Values);
    }

    /// <inheritdoc/>
    public override void BeginEpisode(int agent) => states?.Begin(agent);

    /// <summary>Writes policy.onnx and schema.yaml into a folder, which is made if it is not there, and what the
    /// training recorded: progress.csv and training.json, also of a policy that was read from a folder with them. Old
    /// files stay until the new ones are complete.</summary>
    /// <exception cref="ArgumentException">The folder cannot be written to; the message says why.</exception>
    /// <exception cref="IOException">A file cannot be written: the disk is full, say.</exception>
    public void Save(string folder) => PolicyFolder.Save(folder, this, FurtherFiles);

    /// <summary>Where it comes from and what it decides, in one line.</summary>
    public override string ToString() => $"{Name}: a policy for {Simulation}, decides {Description.Decisions} "
        + $"by {string.Join(", ", ObservationNames)}";

    /// <summary>Files of the training that made it, by name, written by <see cref="Save"/> as well.</summary>
    internal IReadOnlyDictionary<string, Action<Stream>> FurtherFiles { get; init; } = new Dictionary<string, Action<Stream>>();

    /// <summary>The same policy, drawing its actions as in training instead of taking the most probable; each run
    /// restarts the same draws.</summary>
    /// <exception cref="InvalidDataException">Its graph does not compute the probabilities of its
    /// decisions.</exception>
    public Policy Sampled(int seed) => new SampledPolicy(this, seed);

    /// <summary>The policy that a training made: a copy of the parts, which may change afterwards.</summary>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    internal static TrainedPolicy From(PolicyParts parts, IReadOnlyDictionary<string, Action<Stream>>? furtherFiles = null)
    {
        var description = parts.Description with { RewardTerms = [.. parts.Description.RewardTerms] };
        return new(description, PolicyGraph.Build(parts), "trained")
        {
            FurtherFiles = furtherFiles ?? new Dictionary<string, Action<Stream>>(),
        };
    }

    /// <summary>Reads a policy folder, its .zip, or an .onnx file.</summary>
    /// <exception cref="FileNotFoundException">There is no policy at the path.</exception>
    /// <exception cref="InvalidDataException">The file is not a policy of this kit, or is damaged, or its weights are
    /// not finite.</exception>
    internal static TrainedPolicy Load(string path) =>
        Load(path, bytes => FromOnnx(bytes, PolicySource.NameOf(path), path, PolicyFolder.Records(path)),
            " Name a folder or file that policy.Save(folder) wrote, or save it again.");

    /// <summary>Reads a graph that another trainer exported; files written by this kit load as with Local.</summary>
    /// <inheritdoc cref="Load(string)"/>
    internal static TrainedPolicy Load(string path, SimulationSchema schema, string? output = null) =>
        Load(path, bytes => Adopt(bytes, schema, PolicySource.NameOf(path), path, output));

    /// <summary>The policy in the bytes of an .onnx file of another trainer, for a simulation that defines what its
    /// numbers mean.</summary>
    /// <exception cref="InvalidDataException">The graph does not fit the simulation; the message says why.</exception>
    internal static TrainedPolicy Adopt(byte[] bytes, SimulationSchema schema, string name, string? path = null, string? output = null)
    {
        var model = OnnxFile.Read(bytes);
        if (PolicyMetadata.IsOurs(model.Metadata))
            return FromOnnx(bytes, name, path, path is null ? null : PolicyFolder.Records(path));
        if (schema.HasKinds)
            throw new InvalidDataException(
                $"another trainer made it for agents that are all alike, but those of {schema.Simulation} differ: "
                + string.Join(", ", schema.Kinds.AsEnumerable()));
        var graph = ImportedGraph.Adopt(model, bytes, schema, output, out var taken);
        PolicyDescription description = new()
        {
            Simulation = schema.Simulation, Agents = schema.Agents, Observations = schema.Observations, Actions = schema.Actions,
            HasMask = schema.HasMask, RewardTerms = [],
            Metadata = new Dictionary<string, string> { [ImportedOutput] = taken },
        };
        TrainedPolicy policy = new(description, graph, name, path);
        _ = policy.Session;
        return policy;
    }

    static TrainedPolicy Load(string path, Func<byte[], TrainedPolicy> read, string remedy = "")
    {
        var bytes = PolicySource.Read(path);
        try
        {
            return read(OnnxExternalData.Inline(bytes, name => PolicySource.ReadBeside(path, name)));
        }
        catch (InvalidDataException exception)
        {
            var reason = exception.Message.Length > LongestReason ? exception.Message[..LongestReason] + " …" : exception.Message;
            throw new InvalidDataException($"'{path}' cannot be used as a policy: {reason}.{remedy}", exception);
        }
    }

    /// <summary>The policy in the bytes of an .onnx file.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a policy of this kit; the message says why.</exception>
    internal static TrainedPolicy FromOnnx(
        byte[] bytes, string name, string? path = null, IReadOnlyDictionary<string, Action<Stream>>? records = null)
    {
        var model = OnnxFile.Read(bytes);
        var description = PolicyMetadata.Read(model.Metadata);
        CheckWidth(model.Inputs, PolicyGraph.Observations, description.Observations.Size);
        if (description.StateSize > 0)
        {
            CheckWidth(model.Inputs, PolicyGraph.State, description.StateSize);
            CheckWidth(model.Outputs, PolicyGraph.NextState, description.StateSize);
        }
        if (description.HasMask)
            CheckWidth(model.Inputs, PolicyGraph.Mask, description.Actions.Logits);
        CheckWidth(model.Outputs, PolicyGraph.Action, description.Actions.Size);
        PolicyGraph.CheckWeights(model);
        model = RuntimeGraph.Wrap(model, bytes, [.. model.Outputs.Select(output => output.Name)]);
        TrainedPolicy policy = new(description, model, name, path) { FurtherFiles = records ?? new Dictionary<string, Action<Stream>>() };
        _ = policy.Session;                                             // others' bytes: whether they can be executed is found out now
        return policy;
    }

    /// <summary>The bytes of policy.onnx: the same for the same policy.</summary>
    /// <exception cref="NotSupportedException">The graph runs on ONNX Runtime.</exception>
    internal byte[] ToOnnx() => Model.Nodes.Any(node => node.Domain == RuntimeGraph.Domain)
        ? throw new NotSupportedException(
            $"The policy '{Name}' runs on ONNX Runtime, so it cannot be written again: copy its file{(path is null ? "" : $", {path}")}.")
        : OnnxFile.Write(
            Model with
            {
                Producer = "Pathmind.Scripting",
                ProducerVersion = PolicyMetadata.KitVersion,
                Metadata = PolicyMetadata.Write(Description)
            });

    /// <summary>A computation of some of the graph's outputs, for callers that hold sessions.</summary>
    /// <param name="outputs">Names as in <see cref="PolicyGraph"/>; none for all.</param>
    /// <exception cref="InvalidDataException">The graph has no such output.</exception>
    internal OnnxPlan Plan(params string[] outputs) =>
        OnnxPlan.Compile(Model, outputs.Length > 0 ? outputs : [.. Model.Outputs.Select(output => output.Name)]);

    /// <summary>The same policy under another name, which tables and plots show: <c>training.Policy.Named("two
    /// layers")</c>.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public TrainedPolicy Named(string name) => string.IsNullOrWhiteSpace(name)
        ? throw new ArgumentException("The name of a policy is empty: give it one, as in Named(\"two layers\").")
        : new(Description, Model, name, path) { FurtherFiles = FurtherFiles, session = new(Session.Plan, Description) };

    /// <inheritdoc/>
    internal override TrainedPolicy Fork() => Named(Name);

    /// <inheritdoc/>
    internal override void Prepare(SimulationSchema schema)
    {
        matches = ObservationMatch.Of(Description, schema, Label);
        states = PolicyStates.For(Description, schema.Agents);
        buffers = [.. matches.Select(match => (new int[match.Actions.Heads.Length], new float[match.Actions.Reals]))];
    }

    /// <summary>[state] what the policy keeps of an agent for its next decision; null if it has not decided yet in
    /// its episode, or without a memory.</summary>
    internal float[]? StateOf(int agent) => states?.Of(agent);

    /// <summary>Everything that the policy computes for one observation. Plans again at each call: for display, not for
    /// runs.</summary>
    /// <param name="values">[D] in the policy's order.</param>
    /// <param name="allowed">[logits] action mask; null allows all.</param>
    /// <param name="state">[state] what it left at the agent's last decision; null for the first one of an
    /// episode.</param>
    /// <exception cref="ArgumentException">A length is not the policy's.</exception>
    internal PolicyOutputs Evaluate(ReadOnlySpan<float> values, bool[]? allowed = null, float[]? state = null)
    {
        if (values.Length != Description.Observations.Size)
            throw new ArgumentException($"{Counted.Of(values.Length, "observation")} came, but the policy reads "
                + $"{Description.Observations.Size}.");
        if (state is not null && state.Length != Description.StateSize)
            throw new ArgumentException($"The state has {Counted.Of(state.Length, "number")}, but that of the policy '{Name}' has "
                + $"{Description.StateSize}: give the one that came with the last decision, or none to begin an episode.");
        OnnxSession all = new(Plan());
        all.Bind(rows: 1);
        values.CopyTo(all[PolicyGraph.Observations].Floats);
        if (state is not null)
            state.CopyTo(all[PolicyGraph.State].Floats, 0);
        else if (Description.StateSize > 0)
            PolicyStates.Begin(Description.Memory > 0, values, all[PolicyGraph.State].Floats);
        if (Description.HasMask)
            WriteMask(all[PolicyGraph.Mask].Floats, allowed);
        all.Run();
        var logits = actions.Logits > 0 ? all[PolicyGraph.Logits].Floats : [];
        return actions.Reals > 0
            ? new(all[PolicyGraph.Action].Floats, logits, Probabilities(logits), all[PolicyGraph.Mean].Floats,
                all[PolicyGraph.LogStd].Floats, all[PolicyGraph.Value].Floats[0])
            : new(all[PolicyGraph.Action].Floats, logits, Probabilities(logits), [], [], all[PolicyGraph.Value].Floats[0]);
    }

    internal static void WriteMask(float[] numbers, bool[]? allowed)
    {
        if (allowed is not null && allowed.Length != numbers.Length)
            throw new ArgumentException($"The action mask has {allowed.Length} entries, but the policy needs {numbers.Length}.");
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = allowed is null || allowed[i] ? 1 : 0;
    }

    static void CheckWidth(IReadOnlyList<OnnxValue> values, string name, int width)
    {
        var value = values.FirstOrDefault(value => value.Name == name) ?? throw new InvalidDataException($"its graph has no '{name}'");
        if (value.Shape.Length != 2 || value.Shape[1] != width || value.Type != OnnxType.Float)
            throw new InvalidDataException($"its '{name}' must be float32 of shape [N, {width}], as its metadata says");
    }

    float[] Probabilities(float[] logits)
    {
        var probabilities = new float[logits.Length];
        var from = 0;
        foreach (var count in Description.Actions.Heads)
        {
            PolicyProbabilities.Of(logits.AsSpan(from, count), probabilities.AsSpan(from, count));
            from += count;
        }
        return probabilities;
    }
}
