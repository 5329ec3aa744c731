using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Tests.Policies;

/// <summary>A policy of random weights over a space, and the same policy computed plainly in double
/// precision.</summary>
internal sealed class PolicyCase
{
    readonly RandomStream random;
    readonly float[] policy, value, encoder = [];

    PolicyCase(ActionSpace space, bool masks, int seed, Activation activation, bool normalise, int[] hidden, int history, int memory)
    {
        random = new(seed, 0);
        Actions = new(space);
        Observations = new(["x", "orders", "y"], [1, 3, 1], [false, true, false]);
        policy = Weights(new(memory + 5 * history, hidden, Actions.Logits + Actions.Reals, activation), out var policyNetwork);
        value = Weights(new(memory + 5 * history, [7], 1, activation), out var valueNetwork);
        Network? encoderNetwork = null;
        if (memory > 0)
            encoder = Weights(new(5, [6], 2 * memory, activation), out encoderNetwork);
        Parts = new()
        {
            Description = new()
            {
                Simulation = "Warehouse", Agents = 2, Observations = Observations, Actions = Actions, HasMask = masks,
                RewardTerms = ["profit", "waste"], History = history, Memory = memory,
                Metadata = new Dictionary<string, string> { ["seed"] = "7", ["options"] = "{\"a\":1}" },
            },
            Mean = normalise ? [0.5f, -1, 2, 0, 0.25f] : new float[5], Scale = normalise ? [2, 0.5f, 1, 3, 1] : [1, 1, 1, 1, 1],
            Clip = normalise ? 1.5f : float.PositiveInfinity, Policy = policyNetwork, Value = valueNetwork,
            Memory = encoderNetwork is null ? null : new(encoderNetwork),
            LogStd = [.. Enumerable.Range(0, Actions.Reals).Select(i => -0.5f * i)],
        };
        Trained = TrainedPolicy.From(Parts);
    }

    public PolicyParts Parts { get; }

    public TrainedPolicy Trained { get; }

    public ActionLayout Actions { get; }

    public ObservationLayout Observations { get; }

    public static Dictionary<string, ActionSpace> Spaces { get; } = new()
    {
        ["one choice"] = new Discrete(4),
        ["several choices"] = new Discrete(3, 2),
        ["bounded"] = new Continuous(2, -2, 6),
        ["unbounded"] = new Continuous(3),
        ["half bounded"] = new Continuous([0f, float.NegativeInfinity], [float.PositiveInfinity, 0.1f]),
        ["one real number"] = new Continuous(1, 0, 1),
        ["named choice"] = new Discrete(["up", "right", "class", "2 × left"]),
        ["named choices, then number"] = new Composite(new Discrete(["slow", "fast"], size: 2), new Discrete(3), new Continuous(1, 0, 10)),
        ["choice, then number"] = new Composite(new Discrete(5), new Continuous(1, 0, 10)),
        ["number, then choices, then numbers"] =
            new Composite(new Continuous(1, -1, 1), new Discrete(2, 2), new Continuous(2), new Discrete(3)),
    };

    public static TheoryData<string, bool> All => [.. Spaces.SelectMany(space => new ActionLayout(space.Value).Logits > 0
        ? new (string, bool)[] { (space.Key, false), (space.Key, true) } : [(space.Key, false)])];

    public static PolicyCase Of(string space, bool masks = false, int seed = 1, Activation activation = Activation.Tanh,
        bool normalise = true, int[]? hidden = null, int history = 1, int memory = 0) =>
        new(Spaces[space], masks, seed, activation, normalise, hidden ?? [16, 9], history, memory);

    public SimulationSchema Schema => new(Parts.Description.Simulation, 2, Observations, Actions, Parts.Description.HasMask);

    public float[] RandomValues() => [.. Enumerable.Range(0, 5).Select(_ => 2 * random.NextNormal())];

    /// <summary>What an agent remembers; null of a policy that does not remember.</summary>
    public float[]? RandomState() => Parts.Description is { StateSize: > 0 and var size }
        ? [.. Enumerable.Range(0, size).Select(_ => 2 * random.NextNormal())] : null;

    /// <summary>What an agent remembers before its first observation of an episode.</summary>
    public float[] FirstState(float[] values) => Parts.Memory is { } memory ? new float[memory.Size]
        : [.. Enumerable.Repeat(values, Parts.Description.History - 1).SelectMany(numbers => numbers)];

    /// <summary>Null without masks; each choice has at least one allowed alternative.</summary>
    public bool[]? RandomMask()
    {
        if (!Parts.Description.HasMask)
            return null;
        List<bool> mask = [];
        foreach (var count in Actions.Heads)
        {
            bool[] head = [.. Enumerable.Range(0, count).Select(_ => random.Next(2) == 1)];
            head[random.Next(count)] = true;
            mask.AddRange(head);
        }
        return [.. mask];
    }

    /// <summary>[A], [logits], [reals] in action units, value, the next state.</summary>
    public (double[] Action, double[] Logits, double[] Mean, double Value, double[] Next) Reference(
        float[] values, bool[]? mask, float[]? state = null)
    {
        double[] before = [.. (state ?? []).Select(number => (double)number)];
        double[] x = [.. (Parts.Memory is null ? before : []).Concat(values.Select(number => (double)number)).Select((number, i) =>
            Math.Clamp((number - Parts.Mean[i % 5]) * Parts.Scale[i % 5], -(double)Parts.Clip, Parts.Clip))];
        var next = state is null ? [] : Remember(before, values, x);
        var outputs = Forward(Parts.Policy.Shape, policy, Parts.Memory is null ? x : [.. next, .. x]);
        double[] logits = [.. outputs[..Actions.Logits].Select((logit, i) => mask is null || mask[i] ? logit : float.MinValue)];
        double[] mean = [.. outputs[Actions.Logits..]
            .Select((u, i) => IsBounded(i) ? Actions.Low[i] + (u + 1) / 2 * (Actions.High[i] - Actions.Low[i])
                : Math.Sinh(u) + (float.IsFinite(Actions.Low[i]) ? Actions.Low[i] + 1
                : float.IsFinite(Actions.High[i]) ? Actions.High[i] - 1 : 0))];
        Queue<double> choices = new(),
            numbers = new(mean.Select((number, i) => Math.Clamp(number, (double)Actions.Low[i], Actions.High[i])));
        var from = 0;
        foreach (var count in Actions.Heads)
        {
            var head = logits[from..(from += count)];
            choices.Enqueue(Array.IndexOf(head, head.Max()));
        }
        return ([.. Actions.IsChoice.Select(choice => choice ? choices.Dequeue() : numbers.Dequeue())], logits, mean,
            Forward(Parts.Value.Shape, value, Parts.Memory is null ? x : [.. before, .. x])[0], next);
    }

    double[] Remember(double[] before, float[] values, double[] normalised)
    {
        if (Parts.Memory is not { } memory)
            return [.. before[5..], .. values];
        var encoded = Forward(memory.Encoder.Shape, encoder, normalised);
        return [.. before.Select((state, i) =>
        {
            var open = 1 / (1 + Math.Exp(-encoded[i]));
            return (1 - open) * state + open * encoded[memory.Size + i];
        })];
    }

    bool IsBounded(int i) => float.IsFinite(Actions.Low[i]) && float.IsFinite(Actions.High[i]);

    float[] Weights(NetworkShape shape, out Network network)
    {
        network = new(shape);
        float[] weights = [.. Enumerable.Range(0, network.ParameterCount).Select(_ => 0.5f * random.NextNormal())];
        network.Load(weights);
        return weights;
    }

    static double[] Forward(NetworkShape shape, float[] parameters, double[] x)
    {
        int[] widths = [shape.Inputs, .. shape.Hidden, shape.Outputs];
        for (var (layer, from) = (1, 0); layer < widths.Length; layer++)
        {
            var (inputs, outputs, input) = (widths[layer - 1], widths[layer], x);
            x = [.. Enumerable.Range(0, outputs).Select(o => parameters[from + outputs * inputs + o]
                + Enumerable.Range(0, inputs).Sum(i => parameters[from + o * inputs + i] * input[i]))];
            if (layer < widths.Length - 1)
                x = [.. x.Select(sum => shape.Activation == Activation.Tanh ? Math.Tanh(sum) : Math.Max(sum, 0))];
            from += (inputs + 1) * outputs;
        }
        return x;
    }
}
