using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pathmind.Training;

namespace Pathmind;

/// <summary>The options of a learning algorithm, which name the algorithm too: <see cref="PpoOptions"/>, <see
/// cref="SacOptions"/>.</summary>
public abstract record AlgorithmOptions
{
    /// <summary>Every algorithm, by its default options. A new one is registered here
    /// (docs/add-an-algorithm.md).</summary>
    internal static IReadOnlyList<AlgorithmOptions> All { get; } = [new PpoOptions(), new SacOptions()];

    /// <summary>The algorithm that they are for.</summary>
    internal abstract Algorithm Algorithm { get; }

    /// <summary>Whether they leave open that simulated time discounts.</summary>
    internal virtual bool MayDiscountByTime => false;

    /// <summary>The numbers that a population varies; those that are null are left to the kit, and not among
    /// them.</summary>
    internal virtual IReadOnlyList<TunedOption> Tuned => [];

    /// <summary>How they are written and read.</summary>
    internal abstract JsonTypeInfo Json { get; }

    /// <summary>What is out of range, as in "Discount is 2, but must be in [0, 1]".</summary>
    internal abstract IEnumerable<string> Violations();
}

/// <summary>A number among the options of an algorithm that a population varies by factors.</summary>
/// <param name="Name">The option's.</param>
/// <param name="Spread">A population begins with values up to this factor below and above the given one.</param>
/// <param name="Get">Its value; above 0.</param>
/// <param name="Set">The options with another one; one that is out of its range is cut to it.</param>
internal sealed record TunedOption(
    string Name, double Spread, Func<AlgorithmOptions, double> Get, Func<AlgorithmOptions, double, AlgorithmOptions> Set);

/// <summary>Options of any algorithm in JSON: its name and what differs from its defaults, names in any case, as in
/// <c>{ "Name": "PPO", "Epochs": 5 }</c>.</summary>
internal sealed class AlgorithmOptionsConverter : JsonConverter<AlgorithmOptions>
{
    const string Name = "Name";

    public override AlgorithmOptions? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (JsonNode.Parse(ref reader, new() { PropertyNameCaseInsensitive = true }) is not JsonObject given)
            throw new JsonException("Algorithm must be an object such as { \"Name\": \"PPO\" }");
        var name = $"{given[Name]}";
        var defaults = AlgorithmOptions.All.FirstOrDefault(one => one.Algorithm.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new JsonException(
                $"Algorithm has the Name '{name}', but must have one of: {Names(AlgorithmOptions.All.Select(one => one.Algorithm.Name))}");
        given.Remove(Name);
        var all = JsonSerializer.SerializeToNode(defaults, defaults.Json)!.AsObject();
        string[] known = [.. all.Select(entry => entry.Key)];
        if (given.Select(entry => entry.Key).Except(known, StringComparer.OrdinalIgnoreCase).ToArray() is [var unknown, ..])
            throw new JsonException($"{defaults.Algorithm.Name} has no option '{unknown}'; it has: {Names(known)}");
        TrainingOptionsConverter.Overlay(all, given);
        return (AlgorithmOptions)all.Deserialize(defaults.Json)!;
    }

    public override void Write(Utf8JsonWriter writer, AlgorithmOptions value, JsonSerializerOptions options)
    {
        var all = JsonSerializer.SerializeToNode(value, value.Json)!.AsObject();
        all.Insert(0, Name, value.Algorithm.Name);
        all.WriteTo(writer);
    }

    static string Names(IEnumerable<string> names) => string.Join(", ", names);
}
