using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Pathmind.Training;

namespace Pathmind.Studios.Experiments;

/// <summary>All options of training that a user may set, read from the kit: names, kinds, defaults, ranges,
/// documentation. A new one appears by itself.</summary>
internal static partial class TrainingOptionList
{
    const string OfPpo = nameof(TrainingOptions.Ppo);

    /// <summary>What the design has a part of its own for, what holds other options, and folders: the studio has its
    /// own, and charts.</summary>
    public static readonly string[] Elsewhere =
    [
        nameof(TrainingOptions.Observations), nameof(TrainingOptions.ObservationsFile), nameof(TrainingOptions.RewardWeights),
        nameof(TrainingOptions.Limits), nameof(TrainingOptions.Folder), nameof(TrainingOptions.TensorBoard), OfPpo,
        nameof(TrainingOptions.Algorithm),
    ];

    static readonly string[] common =
    [
        nameof(TrainingOptions.Steps), nameof(TrainingOptions.Time), nameof(TrainingOptions.Seed), nameof(TrainingOptions.UntilReward),
        nameof(TrainingOptions.Population), nameof(TrainingOptions.Simulations), nameof(TrainingOptions.Threads),
    ];

    /// <summary>Names of the field that differ from the property's.</summary>
    static readonly Dictionary<string, string> usual = new()
    {
        [nameof(PpoOptions.Discount)] = "Discount γ",
        [nameof(PpoOptions.GaeDecay)] = "GAE λ",
        [nameof(PpoOptions.ClipRange)] = "Clip range ε",
        [nameof(PpoOptions.EntropyWeight)] = "Entropy coefficient",
        [nameof(PpoOptions.TargetKl)] = "Target KL",
        [nameof(PpoOptions.MaxGradientNorm)] = "Max gradient norm",
        [nameof(PpoOptions.InitialLogStd)] = "Initial log std",
        [nameof(PpoOptions.Hidden)] = "Hidden layers",
    };

    static readonly JsonObject defaults = Write(new());

    /// <summary>The common ones first.</summary>
    public static IReadOnlyList<TrainingOption> All { get; } =
    [
        .. PropertiesOf(TrainingJson.Default.TrainingOptions).Where(property => !Elsewhere.Contains(property.Name))
            .Select(property => Make(typeof(TrainingOptions), property, property.Name))
            .OrderBy(option => option.IsCommon ? Array.IndexOf(common, option.Name) : int.MaxValue),
        .. PropertiesOf(TrainingJson.Default.PpoOptions).Select(property => Make(typeof(PpoOptions), property, $"{OfPpo}.{property.Name}")),
    ];

    /// <summary>What options say of these that differs from the defaults, by name.</summary>
    public static IReadOnlyDictionary<string, JsonNode?> GivenBy(TrainingOptions options)
    {
        var all = Write(options);
        return All.Select(option => (option.Name, Value: ValueIn(all, option.Name)))
            .Where(one => !Same(one.Value, ValueIn(defaults, one.Name)))
            .ToDictionary(one => one.Name, one => one.Value);
    }

    /// <summary>Puts values into options in the place of those that are there; the defaults are left out.</summary>
    public static void Put(JsonObject options, IReadOnlyDictionary<string, JsonNode?> values)
    {
        foreach (var option in All)
            Remove(options, option.Name);
        foreach (var (name, value) in values)
            if (!IsDefault(name, value))
                Set(options, name, value);
    }

    /// <summary>Why a value is out of the option's range; null if it is not. What cannot be together is told when a
    /// design is saved.</summary>
    public static string? FaultOf(TrainingOption option, JsonNode? value)
    {
        JsonObject alone = [];
        Set(alone, option.Name, value);
        try
        {
            TrainingOptionsConverter.Read(alone, TrainingJson.Default.TrainingOptions).Validate();
            return null;
        }
        catch (ArgumentException exception)
        {
            return RuleOf(option, exception.Message);
        }
        catch (JsonException)
        {
            return $"{option.Name} is {option.TextOf(value)}, but must be {option.Required}.";
        }
    }

    /// <summary>What a message says of the range of one option, among others.</summary>
    static string? RuleOf(TrainingOption option, string message) => message.Split(": ", 2)[^1].TrimEnd('.').Split("; ")
        .FirstOrDefault(rule => rule.StartsWith($"{option.Name} is ", StringComparison.Ordinal) && MustBe().IsMatch($"{rule}."))
        is { } found ? $"{found}." : null;

    static IEnumerable<JsonPropertyInfo> PropertiesOf(JsonTypeInfo options) =>
        options.Properties.Where(property => property.Get is not null && KindOf(TypeOf(property)) is not null);

    static Type TypeOf(JsonPropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    static TrainingOption Make(Type owner, JsonPropertyInfo property, string name)
    {
        var (type, kind) = (TypeOf(property), KindOf(TypeOf(property))!.Value);
        var (value, documentation) = (ValueIn(defaults, name), KitDocumentation.Of(owner, property.Name));
        var mayBeNone = value is not null && Nullable.GetUnderlyingType(property.PropertyType) is not null;
        TrainingOption option = new()
        {
            Name = name, Kind = kind, Default = value, Documentation = InAField(documentation, mayBeNone),
            Label = usual.GetValueOrDefault(property.Name)
                ?? Capitals().Replace(property.Name, letter => $" {letter.Value.ToLowerInvariant()}"),
            Choices = kind == OptionKind.Flag ? ["yes", "no"] : kind == OptionKind.Choice ? Enum.GetNames(type) : [],
            MayBeNone = mayBeNone,
            IsCommon = common.Contains(name),
        };
        return option with
        {
            Range = option.Choices.Count > 0 ? "" : MustBe().Match(FaultOf(option, Wrong(kind)) ?? "").Groups[1].Value,
            DefaultText = value is not null ? option.TextOf(value)
                : NullFor().Match(documentation) is { Success: true } said
                    ? $"{said.Groups[1].Value}{(said.Groups[2].Value == "," ? ", …" : "")}" : "the kit decides",
        };
    }

    /// <summary>What stands for null where there are fields: an empty one, or a word where an empty one is the
    /// default.</summary>
    static string InAField(string documentation, bool mayBeNone) => Null().Replace(documentation, found =>
    {
        var word = mayBeNone ? TrainingOption.None : "empty";
        return found.Value == "Null" ? $"{char.ToUpperInvariant(word[0])}{word[1..]}" : word;
    });

    /// <summary>Null for a kind that no field is for; a test finds it.</summary>
    static OptionKind? KindOf(Type type) => type switch
    {
        { IsEnum: true } => OptionKind.Choice,
        _ when type == typeof(bool) => OptionKind.Flag,
        _ when type == typeof(int) || type == typeof(long) => OptionKind.WholeNumber,
        _ when type == typeof(float) || type == typeof(double) => OptionKind.RealNumber,
        _ when type == typeof(TimeSpan) => OptionKind.Time,
        _ when type == typeof(IReadOnlyList<int>) => OptionKind.WholeNumbers,
        _ => null,
    };

    /// <summary>A value that no range has: the fault tells the range.</summary>
    static JsonNode? Wrong(OptionKind kind) => kind switch
    {
        OptionKind.WholeNumber => -1,
        OptionKind.RealNumber => -1e30,
        OptionKind.Time => $"{TimeSpan.Zero}",
        OptionKind.WholeNumbers => new JsonArray(-1),
        _ => null,
    };

    static bool IsDefault(string name, JsonNode? value)
    {
        JsonObject alone = [];
        Set(alone, name, value);
        return Same(
            ValueIn(Write(TrainingOptionsConverter.Read(alone, TrainingJson.Default.TrainingOptions)), name), ValueIn(defaults, name));
    }

    static JsonObject Write(TrainingOptions options) =>
        JsonSerializer.SerializeToNode(options, TrainingJson.Default.TrainingOptions)!.AsObject();

    static bool Same(JsonNode? one, JsonNode? other) => JsonNode.DeepEquals(one, other);

    static JsonNode? ValueIn(JsonObject options, string name) => name.Split('.') is [var outer, var inner]
        ? options[outer]?[inner] : options[name];

    static void Set(JsonObject options, string name, JsonNode? value)
    {
        if (name.Split('.') is [var outer, var inner])
        {
            if (options[outer] is not JsonObject part)
                options[outer] = part = [];
            part[inner] = value?.DeepClone();
        }
        else
            options[name] = value?.DeepClone();
    }

    /// <summary>Names may be written in any case.</summary>
    static void Remove(JsonObject options, string name)
    {
        var parts = name.Split('.');
        foreach (var key in KeysOf(options, parts[0]))
            if (parts.Length == 1)
                options.Remove(key);
            else if (options[key] is JsonObject part)
            {
                foreach (var inner in KeysOf(part, parts[1]))
                    part.Remove(inner);
                if (part.Count == 0)
                    options.Remove(key);
            }
    }

    static string[] KeysOf(JsonObject options, string name) =>
        [.. options.Select(one => one.Key).Where(key => key.Equals(name, StringComparison.OrdinalIgnoreCase))];

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex Capitals();

    /// <summary>What the kit's message about a value says of the range.</summary>
    [GeneratedRegex(@"but must be ([^;]+?)(?:;|\.$)")]
    private static partial Regex MustBe();

    [GeneratedRegex(@"\b[Nn]ull\b")]
    private static partial Regex Null();

    /// <summary>What the documentation says of null; a comma says that there is more to it.</summary>
    [GeneratedRegex(@"\b[Nn]ull for (\S[^;,:]*?)([;,:]|\.(?:\s|$))")]
    private static partial Regex NullFor();
}
