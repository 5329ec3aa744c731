using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Simulations;
using Pathmind.Training;

namespace Pathmind.Sweeps;

/// <summary>The parameters of a sweep, bound to what they change: from a point in a unit cube to the options and the
/// simulations of a trial.</summary>
internal sealed class SweepSpace
{
    const string Weights = nameof(TrainingOptions.RewardWeights), OfSimulation = nameof(Simulation);

    readonly Func<Simulation> create;
    readonly TrainingOptions given;
    readonly SweepParameter[] parameters;

    /// <param name="create">Makes simulations; called by one thread at a time.</param>
    /// <param name="given">The options that the parameters change.</param>
    /// <param name="ranges">By name.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or a value is not possible; the message names
    /// every one.</exception>
    public SweepSpace(Func<Simulation> create, TrainingOptions given, OrderedDictionary<string, SweepRange> ranges)
    {
        (this.create, this.given) = (create, given);
        var probe = create();
        try
        {
            parameters = [.. ranges.Select(one => Bind(one.Key, one.Value, probe))];
            RequirePossible(probe);
        }
        finally
        {
            SimulationInstances.Dispose(probe);
        }
        if (parameters.GroupBy(parameter => parameter.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"{twice.Key} is among the parameters twice, written differently: leave one of them out.");
    }

    public int Count => parameters.Length;

    public IReadOnlyList<SweepRange> Ranges => [.. parameters.Select(parameter => parameter.Range)];

    public IReadOnlyList<string> Names => [.. parameters.Select(parameter => parameter.Name)];

    /// <summary>The parameter that is the steps of a training; -1 for none.</summary>
    public int IndexOfSteps => Array.FindIndex(parameters, parameter => parameter.Name == nameof(TrainingOptions.Steps));

    /// <summary>[parameters] the value of each at a point, as text.</summary>
    public string[] Values(double[] point) =>
        [.. parameters.Zip(point, (parameter, place) => SweepRange.Text(parameter.Range.At(place)))];

    /// <summary>What a point sets on the simulations, by name; nothing for null.</summary>
    public IReadOnlyDictionary<string, JsonNode> Settings(double[]? point) => parameters.Zip(point ?? [])
        .Where(one => one.First.Set is not null).ToDictionary(one => one.First.Name, one => one.First.Range.At(one.Second));

    /// <summary>The options as they were given, as a point; null if one of them lies outside, or is left to the
    /// kit.</summary>
    public double[]? Given()
    {
        double?[] places = [.. parameters.Select(parameter => parameter.Given is { } value ? parameter.Range.PlaceOf(value) : null)];
        return Array.TrueForAll(places, place => place is not null) ? [.. places.Select(place => place!.Value)] : null;
    }

    /// <summary>The options at a point; the given ones for null.</summary>
    public TrainingOptions Options(double[]? point)
    {
        var options = given;
        if (point is not null)
            for (var i = 0; i < parameters.Length; i++)
                options = parameters[i].Options(options, parameters[i].Range.At(point[i]));
        return options;
    }

    /// <summary>Makes the simulations of a point.</summary>
    public Func<Simulation> Create(double[]? point) => point is null || parameters.All(parameter => parameter.Set is null) ? create : () =>
    {
        var simulation = create();
        try
        {
            for (var i = 0; i < parameters.Length; i++)
                parameters[i].Set?.Invoke(simulation, parameters[i].Range.At(point[i]));
            return simulation;
        }
        catch
        {
            SimulationInstances.Dispose(simulation);
            throw;
        }
    };

    SweepParameter Bind(string written, SweepRange range, Simulation probe)
    {
        if (After(written, OfSimulation) is { } member)
            return SimulationParameter.Of(member, range, probe);
        if (After(written, Weights) is { } term)
            return new($"{Weights}.{term}", range, given.RewardWeights?.GetValueOrDefault(term))
            {
                Options = (options, value) => options with
                {
                    RewardWeights = new(options.RewardWeights ?? []) { [term] = Number(value) },
                },
            };
        if (Same(written, nameof(TrainingOptions.Steps)))
            return new(nameof(TrainingOptions.Steps), range with { IsWhole = true }, given.Steps ?? ResolvedOptions.DefaultSteps)
            {
                Options = (options, value) => options with { Steps = (long)Number(value) },
            };
        if (Same(written, nameof(TrainingOptions.Simulations)))
            return new(nameof(TrainingOptions.Simulations), range with { IsWhole = true }, given.Simulations)
            {
                Options = (options, value) => options with { Simulations = (int)Number(value) },
            };
        return OfAlgorithm(After(written, given.OfAlgorithm.Algorithm.Name) ?? written, range, probe);
    }

    SweepParameter OfAlgorithm(string written, SweepRange range, Simulation probe)
    {
        var properties = given.OfAlgorithm.Json.Properties.Where(property => property.Get is not null).ToArray();
        var property = Array.Find(properties, property => Same(written, property.Name)) ?? throw new ArgumentException(
            $"There is no parameter '{written}'. Possible are {string.Join(", ", properties.Select(property => property.Name))}, "
            + $"Steps, Simulations, {Weights}.TERM for a reward term"
            + (SimulationParameter.Possible(probe) is { } possible ? $", and {possible}." : "."));
        var value = property.Get!(given.OfAlgorithm);
        var isWhole = (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(int)
            || value is IReadOnlyList<int>;
        if (value is Enum && range.IsNumeric)
            throw new ArgumentException(
                $"{property.Name}: {range} is not possible, but names are: {string.Join(", ", Enum.GetNames(value.GetType()))}.");
        double? known = value switch
        {
            IReadOnlyList<int> widths => widths.Distinct().Count() == 1 ? widths[0] : null,
            IConvertible number and not Enum and not bool => number.ToDouble(CultureInfo.InvariantCulture),
            _ => null,
        };
        return new(property.Name, range with { IsWhole = isWhole }, value is float ? Math.Round(known!.Value, 9) : known)
        {
            Options = (options, node) => options.With(With(options.OfAlgorithm, property.Name, node)),
        };
    }

    /// <summary>Options with another value of one of them; a number for widths is that of each layer.</summary>
    static AlgorithmOptions With(AlgorithmOptions options, string name, JsonNode value)
    {
        var all = JsonSerializer.SerializeToNode(options, options.Json)!.AsObject();
        all[name] = all[name] is JsonArray layers && value is JsonValue
            ? new JsonArray([.. layers.Select(_ => value.DeepClone())])
            : value;
        return (AlgorithmOptions)all.Deserialize(options.Json)!;
    }

    /// <summary>Tries each end of each range, and each value.</summary>
    void RequirePossible(Simulation probe)
    {
        List<string> problems = [];
        foreach (var parameter in parameters)
            foreach (var place in parameter.Range.Values.Count > 0 ? parameter.Range.Grid() : [0, 1])
                try
                {
                    var value = parameter.Range.At(place);
                    parameter.Options(given, value).Validate();
                    parameter.Set?.Invoke(probe, value);
                }
                catch (Exception exception)
                {
                    problems.Add(
                        $"{parameter.Name}: {parameter.Range.At(place).ToJsonString()} is not possible "
                        + $"({exception.Message.TrimEnd('.')})");
                }
        if (problems.Count > 0)
            throw new ArgumentException($"Parameters of the sweep out of range: {string.Join("; ", problems)}.");
    }

    static double Number(JsonNode value) => SweepRange.NumberOf(value) ?? throw new ArgumentException("it must be a number");

    static string? After(string written, string prefix) =>
        written.Length > prefix.Length + 1 && written[prefix.Length] == '.' && Same(written[..prefix.Length], prefix)
        ? written[(prefix.Length + 1)..]
        : null;

    /// <summary>Names in any case, words also apart: <c>learning_rate</c>.</summary>
    public static bool Same(string written, string name) =>
        written.Replace("_", "").Equals(name.Replace("_", ""), StringComparison.OrdinalIgnoreCase);
}

/// <summary>A parameter of a sweep.</summary>
/// <param name="Name">As the code has it.</param>
/// <param name="Range">What is tried.</param>
/// <param name="Given">The value in the options that were given; null if it is not a number, or left to the
/// kit.</param>
internal sealed record SweepParameter(string Name, SweepRange Range, double? Given)
{
    /// <summary>The options with a value.</summary>
    public Func<TrainingOptions, JsonNode, TrainingOptions> Options { get; init; } = (options, _) => options;

    /// <summary>Sets it on a simulation; null if it is an option.</summary>
    public Action<Simulation, JsonNode>? Set { get; init; }
}
