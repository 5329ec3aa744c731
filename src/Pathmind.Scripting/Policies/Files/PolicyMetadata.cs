using System.Text.Json;
using Pathmind.Simulations;

namespace Pathmind.Policies;

/// <summary>A policy's description as the metadata of its .onnx file, so that the file alone suffices: texts by name,
/// the lists among them as JSON. The names that this kit writes begin with <c>pathmind.</c>; all others belong to the
/// training.</summary>
internal static class PolicyMetadata
{
    const string Prefix = "pathmind.", Format = Prefix + "format", Simulation = Prefix + PolicyDocument.Simulation,
        Agents = Prefix + PolicyDocument.Agents, Observations = Prefix + PolicyDocument.Observations,
        Actions = Prefix + PolicyDocument.Actions, ActionMask = Prefix + PolicyDocument.ActionMask,
        RewardTerms = Prefix + PolicyDocument.RewardTerms, Kinds = Prefix + PolicyDocument.Kinds, History = Prefix + PolicyDocument.History,
        Memory = Prefix + PolicyDocument.Memory;

    /// <summary>Version of these entries: the second one is that of policies with a state, which kits that do not know
    /// it would run without.</summary>
    const string FormatNow = "1", FormatWithState = "2";

    /// <summary>Limit of names and lengths, so that a damaged number does not allocate all memory.</summary>
    const int MaxLength = 1_000_000;

    /// <summary>Limit of the number of kinds of agents.</summary>
    const int MaxKinds = 1000;

    /// <summary>Version of this kit, as in 0.1.0.</summary>
    public static string KitVersion { get; } = typeof(PolicyMetadata).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>Whether this kit wrote the file.</summary>
    public static bool IsOurs(IReadOnlyDictionary<string, string> entries) => entries.ContainsKey(Format);

    /// <exception cref="ArgumentException">An entry of the training begins with <c>pathmind.</c>.</exception>
    public static Dictionary<string, string> Write(PolicyDescription policy)
    {
        Dictionary<string, string> entries = new()
        {
            [Format] = policy.StateSize > 0 ? FormatWithState : FormatNow,
            [Simulation] = policy.Simulation,
            [Agents] = policy.Agents.ToString(),
            [Observations] = PolicyJson.Text(ObservationEntry.Of(policy.Observations).Select(entry => entry.Fields(
                ObservationEntry.NameField, ObservationEntry.LengthField, ObservationEntry.Values, ObservationEntry.Names))),
            [Actions] = PolicyJson.Text(PolicyDocument.Space(policy.Actions.Space)),
            [ActionMask] = policy.HasMask ? "true" : "false",
            [RewardTerms] = PolicyJson.Text(policy.RewardTerms),
        };
        if (policy.Kinds.Count > 0)
            entries.Add(Kinds, PolicyJson.Text(new PolicyDocument(policy).KindFields(PolicyDocument.Space)));
        if (policy.History > 1)
            entries.Add(History, $"{policy.History}");
        if (policy.Memory > 0)
            entries.Add(Memory, $"{policy.Memory}");
        foreach (var (key, value) in policy.Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            if (!key.StartsWith(Prefix, StringComparison.Ordinal))
                entries.Add(key, value);
            else
                throw new ArgumentException(
                    $"The metadata entry '{key}' begins with '{Prefix}', which is kept for the kit: name it otherwise.");
        return entries;
    }

    /// <exception cref="InvalidDataException">The entries do not describe a policy of this kit; the message says
    /// why.</exception>
    public static PolicyDescription Read(IReadOnlyDictionary<string, string> entries)
    {
        if (!entries.TryGetValue(Format, out var format))
            throw new InvalidDataException(
                "it was not made by this kit: its metadata names no observations and no action space, which Policy.Local(path, "
                + "simulation) takes from the simulation");
        if (format is not (FormatNow or FormatWithState))
            throw new InvalidDataException(
                $"its format is '{format}', but this version of the kit reads '{FormatNow}' and '{FormatWithState}': install a newer one");
        try
        {
            PolicyDescription read = new()
            {
                Simulation = Entry(Simulation),
                Agents = int.TryParse(Entry(Agents), out var agents) && agents >= 1
                ? agents
                : throw new InvalidDataException($"it has '{Entry(Agents)}' agents"),
                Observations = Parse(Observations, ReadObservations),
                Actions = new(Bounded(Parse(Actions, json => ReadSpace(json, depth: 0)))),
                HasMask = Entry(ActionMask) == "true",
                History = format == FormatNow || entries.ContainsKey(Memory) ? 1
                    : InRange(History, 2, PolicyDescription.MostHistory, "a history", "observations"),
                Memory = format == FormatNow || !entries.ContainsKey(Memory) ? 0
                    : InRange(Memory, 1, PolicyDescription.MostMemory, "a memory", "numbers"),
                RewardTerms = Parse(RewardTerms, json => json.EnumerateArray().Select(Name).ToArray()),
                Metadata = entries.Where(entry => !entry.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(),
            };
            return entries.ContainsKey(Kinds) ? WithKinds(read, Parse(Kinds, json => ReadKinds(json, read))) : read;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException
            or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"its metadata is damaged: {exception.Message}", exception);
        }

        string Entry(string key) => !entries.TryGetValue(key, out var value) ? throw new InvalidDataException($"its metadata lacks '{key}'")
            : value.Length <= MaxLength
            ? value
            : throw new InvalidDataException($"its metadata has {value.Length} characters for '{key}'; at most {MaxLength} are read");

        int InRange(string key, int least, int most, string what, string unit) =>
            int.TryParse(Entry(key), out var number) && number >= least && number <= most ? number
                : throw new InvalidDataException($"it has {what} of '{Entry(key)}' {unit}, not of {least} .. {most}");

        T Parse<T>(string key, Func<JsonElement, T> read)
        {
            using var document = JsonDocument.Parse(Entry(key));
            return read(document.RootElement);
        }
    }

    static ObservationLayout ReadObservations(JsonElement json)
    {
        var items = json.EnumerateArray().ToArray();
        bool[] isList = [.. items.Select(item => item.TryGetProperty(ObservationEntry.LengthField, out _))];
        int[] lengths = [.. items.Select((item, i) => isList[i] ? Length(item.GetProperty(ObservationEntry.LengthField)) : 1)];
        string[] names = [.. items.Select(item => Name(item.GetProperty(ObservationEntry.NameField)))];
        return new(names, lengths, isList, [.. items.Select(TypeOf)]);
    }

    /// <summary>Older files have no types.</summary>
    static ObservationType? TypeOf(JsonElement observation) => ObservationType.Of(
        observation.TryGetProperty(ObservationEntry.Values, out var word) ? word.GetString() : null,
        observation.TryGetProperty(ObservationEntry.Names, out var names) ? [.. names.EnumerateArray().Select(Name)] : []);

    static AgentKind[] ReadKinds(JsonElement json, PolicyDescription policy)
    {
        if (json.GetArrayLength() > MaxKinds)
            throw new InvalidDataException($"it has {json.GetArrayLength()} kinds of agents; at most {MaxKinds} are read");
        return [.. json.EnumerateArray().Select(kind => new AgentKind(
            Observations(kind.GetProperty(PolicyDocument.Observations)),
            new(Bounded(ReadSpace(kind.GetProperty(PolicyDocument.Actions), depth: 0))),
            kind.GetProperty(PolicyDocument.ActionMask).GetBoolean(),
            [.. kind.GetProperty(PolicyDocument.Agents).EnumerateArray().Select(agent => agent.GetInt32())]))];

        ObservationLayout Observations(JsonElement names)
        {
            var all = policy.Observations;
            int[] places = [.. names.EnumerateArray().Select(name => Array.IndexOf(all.Names, Name(name)) is >= 0 and var place ? place
                : throw new InvalidDataException($"a kind of agents has the observation {name}, which the policy does not have"))];
            return all.Pick(places);
        }
    }

    /// <exception cref="InvalidDataException">The kinds are not those of the policy's agents.</exception>
    static PolicyDescription WithKinds(PolicyDescription policy, AgentKind[] kinds)
    {
        var indicator = Array.IndexOf(policy.Observations.Names, AgentUnion.KindName);
        if (kinds.Length < 2 || indicator < 0 || policy.Observations.Lengths[indicator] != kinds.Length
            || kinds.Any(kind => kind.Agents.Length == 0 || kind.Observations.Names.Contains(AgentUnion.KindName)))
            throw new InvalidDataException($"its {kinds.Length} kinds of agents do not fit its observation '{AgentUnion.KindName}'");
        var read = policy with { Kinds = kinds };
        _ = read.Places;                                                 // throws if the spaces do not fit the whole
        return read;
    }

    static ActionSpace ReadSpace(JsonElement json, int depth)
    {
        if (depth > 16)
            throw new InvalidDataException("its action space is nested too deeply");
        if (json.TryGetProperty(PolicyDocument.Choices, out var choices))
            return ReadDiscrete(json, Length(choices), Length(json.GetProperty(PolicyDocument.Size)));
        if (json.TryGetProperty(PolicyDocument.Parts, out var parts))
            return new Composite([.. parts.EnumerateArray().Select(part => ReadSpace(part, depth + 1))]);
        int[] shape = [.. json.GetProperty(PolicyDocument.Shape).EnumerateArray().Select(Length)];
        var low = ReadBounds(json.GetProperty(PolicyDocument.Low), float.NegativeInfinity);
        var high = ReadBounds(json.GetProperty(PolicyDocument.High), float.PositiveInfinity);
        return shape.Aggregate(1L, (product, length) => checked(product * length)) == low.Length ? new Continuous(shape, low, high)
            : throw new InvalidDataException($"its action space has {low.Length} bounds for the shape {string.Join("×", shape)}");
    }

    /// <summary>Older files have no names of choices.</summary>
    static Discrete ReadDiscrete(JsonElement json, int choices, int size)
    {
        if (!json.TryGetProperty(PolicyDocument.Names, out var listed))
            return new(choices, size);
        string[] names = [.. listed.EnumerateArray().Select(Name)];
        return names.Length == choices ? new(names, size)
            : throw new InvalidDataException($"its action space has {names.Length} names for {choices} choices");
    }

    /// <summary>null means infinity, which JSON does not have.</summary>
    static float[] ReadBounds(JsonElement json, float infinity) =>
        [.. json.EnumerateArray().Select(bound => bound.ValueKind == JsonValueKind.Null ? infinity : bound.GetSingle())];

    static string Name(JsonElement json) =>
        json.GetString() is { Length: > 0 } name ? name : throw new InvalidDataException("a name is empty");

    static int Length(JsonElement json) =>
        json.GetInt32() is >= 1 and <= MaxLength and var length
        ? length
        : throw new InvalidDataException($"a length of {json} is not in 1 .. {MaxLength}");

    /// <summary>Limits the sum of the parts, each of which may be within its limit.</summary>
    static ActionSpace Bounded(ActionSpace space) =>
        space.Parts.Sum(part => part is Discrete discrete ? discrete.Size : (long)((Continuous)part).Size) is <= MaxLength ? space
            : throw new InvalidDataException($"its action space has more than {MaxLength} numbers");
}
