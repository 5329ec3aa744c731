using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Pathmind.Studios.Experiments;

/// <summary>The options of experiments, by name and as text, and which of them differ: a table of experiments shows
/// those alone.</summary>
internal static class SettingsDifference
{
    static readonly NumberFormatInfo Groups = new() { NumberGroupSeparator = "\u202f" };

    /// <summary>Options that belong to a machine and not to what is learnt.</summary>
    static readonly string[] OfTheMachine = ["Folder", "Threads", "CheckpointEvery"];

    const string Algorithm = nameof(TrainingOptions.Algorithm);

    /// <summary>The algorithm of a training that names none.</summary>
    const string UsualAlgorithm = "PPO";

    /// <summary>The options of an experiment: <c>Steps</c>, <c>Ppo.Discount</c>, …; without those that are
    /// null.</summary>
    /// <param name="start">The training as it registered, as JSON.</param>
    public static IReadOnlyDictionary<string, string> Of(string start) => Read(start, (_, _) => { });

    /// <summary>The same with the algorithm, by which one looks for experiments: <c>Algorithm = PPO</c>.</summary>
    /// <param name="start">The training as it registered, as JSON.</param>
    public static IReadOnlyDictionary<string, string> WithAlgorithm(string start) => Read(start, (training, settings) =>
        settings.TryAdd(Algorithm, settings.GetValueOrDefault($"{Algorithm}.Name")
            ?? (training.TryGetProperty("algorithm", out var name) && name.GetString() is { Length: > 0 } given ? given : UsualAlgorithm)));

    static OrderedDictionary<string, string> Read(string start, Action<JsonElement, OrderedDictionary<string, string>> further)
    {
        OrderedDictionary<string, string> settings = [];
        try
        {
            using var json = JsonDocument.Parse(start);
            if (json.RootElement.TryGetProperty("options", out var options))
                Flatten(options, "", settings);
            further(json.RootElement, settings);
        }
        catch (JsonException)
        {
            return settings;
        }
        return settings;
    }

    /// <summary>Names of the settings of which two experiments of one simulation have different values, in the order in
    /// which they come.</summary>
    public static IReadOnlyList<string> Differing(
        IEnumerable<(string Simulation, IReadOnlyDictionary<string, string> Settings)> experiments)
    {
        OrderedDictionary<string, bool> names = [];                      // whether they differ
        foreach (var group in experiments.GroupBy(experiment => experiment.Simulation))
        {
            Dictionary<string, (string Value, int Count)> seen = [];
            var count = 0;
            foreach (var (_, settings) in group)
            {
                foreach (var (name, value) in settings)
                {
                    ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, name, out var isKnown);
                    known = (isKnown ? known.Value : value, known.Count + 1);
                    names.TryAdd(name, false);
                    if (known.Value != value)
                        names[name] = true;
                }
                count++;
            }
            foreach (var (name, (_, having)) in seen)
                if (having < count)
                    names[name] = true;
        }
        return [.. names.Where(name => name.Value).Select(name => name.Key)];
    }

    static void Flatten(JsonElement element, string name, OrderedDictionary<string, string> settings)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
                if (name.Length > 0 || !OfTheMachine.Contains(property.Name))
                    Flatten(property.Value, name.Length == 0 ? property.Name : $"{name}.{property.Name}", settings);
        }
        else if (element.ValueKind != JsonValueKind.Null)
            settings[name] = Text(element);
    }

    static string Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetInt64(out var whole) => whole.ToString("#,0", Groups),
        JsonValueKind.Number when element.TryGetDouble(out var number) => number.ToString("G6", CultureInfo.InvariantCulture),
        JsonValueKind.Array => string.Join(", ", element.EnumerateArray().Select(Text)),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => element.ToString(),
    };
}
