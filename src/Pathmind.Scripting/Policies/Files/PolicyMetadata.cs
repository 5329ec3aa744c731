using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pathmind.Files;
using Pathmind.Simulations;

namespace Pathmind.Policies;

/// <summary>A policy's description as the metadata of its .onnx file, so that the file alone suffices: texts by name,
/// the lists among them as JSON. This kit's names begin with <c>pathmind.</c>; all others belong to the
/// training.</summary>
internal static class PolicyMetadata
{
    const string Prefix = "pathmind.", Format = Prefix + "format", Simulation = Prefix + "simulation", Agents = Prefix + "agents",
        Observations = Prefix + "observations", Actions = Prefix + "actions", ActionMask = Prefix + "action_mask",
        RewardTerms = Prefix + "reward_terms",
        Kinds = Prefix + "agent_kinds";

    /// <summary>Version of these entries.</summary>
    const string FormatNow = "1";

    /// <summary>Limit that keeps a damaged number from asking for the machine's memory.</summary>
    const int MaxLength = 1_000_000;

    /// <summary>More kinds of agents than any simulation has.</summary>
    const int MaxKinds = 1000;

    static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Version of this kit, as in 0.1.0.</summary>
    public static string KitVersion { get; } = typeof(PolicyMetadata).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>Whether this kit wrote the file.</summary>
    public static bool IsOurs(IReadOnlyDictionary<string, string> entries) => entries.ContainsKey(Format);

    /// <exception cref="ArgumentException">An entry of the training begins with <c>pathmind.</c>.</exception>
    public static Dictionary<string, string> Write(PolicyDescription policy)
    {
        Dictionary<string, string> entries = new()
        {
            [Format] = FormatNow,
            [Simulation] = policy.Simulation,
            [Agents] = policy.Agents.ToString(),
            [Observations] = Text(writer => WriteObservations(writer, policy.Observations)),
            [Actions] = Text(writer => WriteSpace(writer, policy.Actions.Space)),
            [ActionMask] = policy.HasMask ? "true" : "false",
            [RewardTerms] = Text(writer => WriteNames(writer, policy.RewardTerms)),
        };
        if (policy.Kinds.Count > 0)
            entries.Add(Kinds, Text(writer => WriteKinds(writer, policy.Kinds)));
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
        if (format != FormatNow)
            throw new InvalidDataException(
                $"its format is '{format}', but this version of the kit reads '{FormatNow}': install a newer one");
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

        T Parse<T>(string key, Func<JsonElement, T> read)
        {
            using var document = JsonDocument.Parse(Entry(key));
            return read(document.RootElement);
        }
    }

    static void WriteObservations(Utf8JsonWriter writer, ObservationLayout observations)
    {
        writer.WriteStartArray();
        for (var i = 0; i < observations.Names.Length; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("name", observations.Names[i]);
            if (observations.IsList[i])
                writer.WriteNumber("length", observations.Lengths[i]);
            if (observations.Types[i] is { } type)
            {
                writer.WriteString("values", type.Word);
                if (type.Names.Count > 0)
                    WriteNames(writer, "names", type.Names);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    static ObservationLayout ReadObservations(JsonElement json)
    {
        var items = json.EnumerateArray().ToArray();
        bool[] isList = [.. items.Select(item => item.TryGetProperty("length", out _))];
        int[] lengths = [.. items.Select((item, i) => isList[i] ? Length(item.GetProperty("length")) : 1)];
        return new([.. items.Select(item => Name(item.GetProperty("name")))], lengths, isList, [.. items.Select(TypeOf)]);
    }

    /// <summary>Files of before types were kept have none.</summary>
    static ObservationType? TypeOf(JsonElement observation) => ObservationType.Of(
        observation.TryGetProperty("values", out var word) ? word.GetString() : null,
        observation.TryGetProperty("names", out var names) ? [.. names.EnumerateArray().Select(Name)] : []);

    static void WriteKinds(Utf8JsonWriter writer, IEnumerable<AgentKind> kinds)
    {
        writer.WriteStartArray();
        foreach (var kind in kinds)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("agents");
            foreach (var agent in kind.Agents)
                writer.WriteNumberValue(agent);
            writer.WriteEndArray();
            WriteNames(writer, "observations", kind.Observations.Names);
            writer.WritePropertyName("actions");
            WriteSpace(writer, kind.Actions.Space);
            writer.WriteBoolean("action_mask", kind.HasMask);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    static AgentKind[] ReadKinds(JsonElement json, PolicyDescription policy)
    {
        if (json.GetArrayLength() > MaxKinds)
            throw new InvalidDataException($"it has {json.GetArrayLength()} kinds of agents; at most {MaxKinds} are read");
        return [.. json.EnumerateArray().Select(kind => new AgentKind(
            Observations(kind.GetProperty("observations")), new(Bounded(ReadSpace(kind.GetProperty("actions"), depth: 0))),
            kind.GetProperty("action_mask").GetBoolean(),
            [.. kind.GetProperty("agents").EnumerateArray().Select(agent => agent.GetInt32())]))];

        ObservationLayout Observations(JsonElement names)
        {
            var all = policy.Observations;
            int[] places = [.. names.EnumerateArray().Select(name => Array.IndexOf(all.Names, Name(name)) is >= 0 and var place ? place
                : throw new InvalidDataException($"a kind of agents has the observation {name}, which the policy has not"))];
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

    static void WriteSpace(Utf8JsonWriter writer, ActionSpace space)
    {
        writer.WriteStartObject();
        switch (space)
        {
            case Discrete discrete:
                writer.WriteNumber("choices", discrete.Choices);
                writer.WriteNumber("size", discrete.Size);
                if (discrete.Names.Count > 0)
                    WriteNames(writer, "names", discrete.Names);
                break;
            case Continuous continuous:
                writer.WriteStartArray("shape");
                foreach (var length in continuous.Shape)
                    writer.WriteNumberValue(length);
                writer.WriteEndArray();
                WriteBounds(writer, "low", continuous.Low);
                WriteBounds(writer, "high", continuous.High);
                break;
            case Composite composite:
                writer.WriteStartArray("parts");
                foreach (var part in composite.Spaces)
                    WriteSpace(writer, part);
                writer.WriteEndArray();
                break;
        }
        writer.WriteEndObject();
    }

    static ActionSpace ReadSpace(JsonElement json, int depth)
    {
        if (depth > 16)
            throw new InvalidDataException("its action space is nested too deeply");
        if (json.TryGetProperty("choices", out var choices))
            return ReadDiscrete(json, Length(choices), Length(json.GetProperty("size")));
        if (json.TryGetProperty("parts", out var parts))
            return new Composite([.. parts.EnumerateArray().Select(part => ReadSpace(part, depth + 1))]);
        int[] shape = [.. json.GetProperty("shape").EnumerateArray().Select(Length)];
        var (low, high) =
            (ReadBounds(json.GetProperty("low"), float.NegativeInfinity), ReadBounds(json.GetProperty("high"), float.PositiveInfinity));
        return shape.Aggregate(1L, (product, length) => checked(product * length)) == low.Length ? new Continuous(shape, low, high)
            : throw new InvalidDataException($"its action space has {low.Length} bounds for the shape {string.Join("×", shape)}");
    }

    /// <summary>Files of before choices had names have none.</summary>
    static Discrete ReadDiscrete(JsonElement json, int choices, int size)
    {
        if (!json.TryGetProperty("names", out var listed))
            return new(choices, size);
        string[] names = [.. listed.EnumerateArray().Select(Name)];
        return names.Length == choices ? new(names, size)
            : throw new InvalidDataException($"its action space has {names.Length} names for {choices} choices");
    }

    static void WriteBounds(Utf8JsonWriter writer, string name, IReadOnlyList<float> bounds) =>
        JsonText.WriteNumbers(writer, name, bounds, writer.WriteNumberValue);

    static float[] ReadBounds(JsonElement json, float infinity) =>
        [.. json.EnumerateArray().Select(bound => bound.ValueKind == JsonValueKind.Null ? infinity : bound.GetSingle())];

    static void WriteNames(Utf8JsonWriter writer, string property, IEnumerable<string> names)
    {
        writer.WritePropertyName(property);
        WriteNames(writer, names);
    }

    static void WriteNames(Utf8JsonWriter writer, IEnumerable<string> names)
    {
        writer.WriteStartArray();
        foreach (var name in names)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    static string Name(JsonElement json) =>
        json.GetString() is { Length: > 0 } name ? name : throw new InvalidDataException("a name is empty");

    static int Length(JsonElement json) =>
        json.GetInt32() is >= 1 and <= MaxLength and var length
        ? length
        : throw new InvalidDataException($"a length of {json} is not in 1 .. {MaxLength}");

    /// <summary>Many parts, each of a possible length, may be impossible together.</summary>
    static ActionSpace Bounded(ActionSpace space) =>
        space.Parts.Sum(part => part is Discrete discrete ? discrete.Size : (long)((Continuous)part).Size) is <= MaxLength ? space
            : throw new InvalidDataException($"its action space has more than {MaxLength} numbers");

    static string Text(Action<Utf8JsonWriter> write) => JsonText.Of(write, Json);
}
