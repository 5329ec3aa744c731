using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Pathmind.Training;

namespace Pathmind.Studios.Experiments;

/// <summary>All options of training that a user may set, read from the kit: names, kinds, defaults, ranges,
/// documentation. A new one appears by itself. Those of an algorithm lie in <c>Algorithm</c>, beside its name; PPO's in
/// <c>Ppo</c>, as long as no algorithm is named.</summary>
internal static partial class TrainingOptionList
{
    /// <summary>Name of the option that names the algorithm.</summary>
    public const string Algorithm = nameof(TrainingOptions.Algorithm);

    const string OfPpo = nameof(TrainingOptions.Ppo), ItsName = "Name";

    /// <summary>What the design has a part of its own for, what holds other options, and folders: the studio has its
    /// own, and charts.</summary>
    public static readonly string[] Elsewhere =
    [
        nameof(TrainingOptions.Observations), nameof(TrainingOptions.ObservationsFile), nameof(TrainingOptions.RewardWeights),
        nameof(TrainingOptions.Limits), nameof(TrainingOptions.Folder), nameof(TrainingOptions.TensorBoard), OfPpo,
    ];

    /// <summary>The algorithm that learns where none is named.</summary>
    static readonly string usualAlgorithm = new PpoOptions().Algorithm.Name;

    static readonly string[] common =
    [
        nameof(TrainingOptions.Steps), nameof(TrainingOptions.Time), Algorithm, nameof(TrainingOptions.Seed),
        nameof(TrainingOptions.UntilReward), nameof(TrainingOptions.Population), nameof(TrainingOptions.Simulations),
        nameof(TrainingOptions.Threads),
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

    /// <summary>The common ones first.</summary>
    public static IReadOnlyList<TrainingOption> All { get; } =
    [
        .. PropertiesOf(TrainingJson.Default.TrainingOptions).Where(property => !Elsewhere.Contains(property.Name))
            .Select(property => Make(typeof(TrainingOptions), property, property.Name, algorithm: null))
            .OrderBy(option => option.IsCommon ? Array.IndexOf(common, option.Name) : int.MaxValue),
        .. AlgorithmOptions.All.SelectMany(one => PropertiesOf(one.Json).Select(property => Make(
            one.GetType(), property, $"{(one is PpoOptions ? OfPpo : Algorithm)}.{property.Name}", one.Algorithm.Name))),
    ];

    /// <summary>Whether an option has a meaning.</summary>
    /// <param name="option">One of these.</param>
    /// <param name="algorithm">That is named; null or empty for none.</param>
    public static bool Has(TrainingOption option, string? algorithm) =>
        option.Algorithm is null || option.Algorithm == (string.IsNullOrEmpty(algorithm) ? usualAlgorithm : algorithm);

    /// <summary>What options say of these that differs from the defaults, by name.</summary>
    public static IReadOnlyDictionary<string, JsonNode?> GivenBy(TrainingOptions options)
    {
        var (all, algorithm) = (Write(options), options.Algorithm?.Algorithm.Name);
        return All.Where(option => Has(option, algorithm))
            .Select(option => (Option: option, Value: ValueIn(all, PathOf(option, algorithm))))
            .Where(one => !JsonNode.DeepEquals(one.Value, one.Option.Default))
            .ToDictionary(one => one.Option.Name, one => one.Value);
    }

    /// <summary>Puts values into options in the place of those that are there; the defaults are left out.</summary>
    /// <exception cref="ArgumentException">One is an option of another algorithm than the named one.</exception>
    public static void Put(JsonObject options, IReadOnlyDictionary<string, JsonNode?> values)
    {
        var algorithm = values.GetValueOrDefault(Algorithm)?.GetValue<string>();
        foreach (var key in KeysOf(options, Algorithm))
            options.Remove(key);
        foreach (var option in All)
            Remove(options, PathOf(option, algorithm: null));
        foreach (var option in All.Where(option => values.TryGetValue(option.Name, out var value) && !IsDefault(option, value)))
        {
            if (!Has(option, algorithm))
                throw new ArgumentException(
                    $"{option.Name} is given, but {Algorithm} is {algorithm ?? "not"}: name {option.Algorithm}, or leave the option out.");
            Set(options, PathOf(option, algorithm), values[option.Name]);
        }
    }

    /// <summary>Why a value is out of the option's range; null if it is not. What cannot be together is told when a
    /// design is saved.</summary>
    public static string? FaultOf(TrainingOption option, JsonNode? value)
    {
        try
        {
            TrainingOptionsConverter.Read(Alone(option, value), TrainingJson.Default.TrainingOptions).Validate();
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

    static TrainingOption Make(Type owner, JsonPropertyInfo property, string name, string? algorithm)
    {
        var (type, kind) = (TypeOf(property), KindOf(TypeOf(property))!.Value);
        TrainingOption named = new() { Name = name, Kind = kind, Algorithm = algorithm, Label = "", Documentation = "" };
        var value = ReadBack(named, NamingAlgorithmOf(named));
        var documentation = KitDocumentation.Of(owner, property.Name);
        var mayBeNone = value is not null && Nullable.GetUnderlyingType(property.PropertyType) is not null;
        var option = named with
        {
            Default = value,
            Documentation = InAField(documentation, mayBeNone),
            Label = usual.GetValueOrDefault(property.Name)
                ?? Capitals().Replace(property.Name, letter => $" {letter.Value.ToLowerInvariant()}"),
            Choices = kind == OptionKind.Flag ? ["yes", "no"] : kind != OptionKind.Choice ? []
                : type.IsEnum ? Enum.GetNames(type) : [.. AlgorithmOptions.All.Select(one => one.Algorithm.Name)],
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
        _ when type == typeof(AlgorithmOptions) => OptionKind.Choice,
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

    static bool IsDefault(TrainingOption option, JsonNode? value) =>
        JsonNode.DeepEquals(value, option.Default) || JsonNode.DeepEquals(ReadBack(option, Alone(option, value)), option.Default);

    /// <summary>What the kit makes of an option, its default where it is not given.</summary>
    static JsonNode? ReadBack(TrainingOption option, JsonObject given) =>
        ValueIn(Write(TrainingOptionsConverter.Read(given, TrainingJson.Default.TrainingOptions)), PathOf(option, algorithm: null));

    /// <summary>Options that give this one, and the algorithm that has it.</summary>
    static JsonObject Alone(TrainingOption option, JsonNode? value)
    {
        var alone = NamingAlgorithmOf(option);
        Set(alone, PathOf(option, algorithm: null), value);
        return alone;
    }

    static JsonObject NamingAlgorithmOf(TrainingOption option) =>
        Has(option, algorithm: null) ? [] : new() { [Algorithm] = new JsonObject { [ItsName] = option.Algorithm } };

    static JsonObject Write(TrainingOptions options) =>
        JsonSerializer.SerializeToNode(options, TrainingJson.Default.TrainingOptions)!.AsObject();

    /// <summary>Where options have it, from the outermost name on.</summary>
    /// <param name="option">Which.</param>
    /// <param name="algorithm">That is named; null for none.</param>
    static string[] PathOf(TrainingOption option, string? algorithm) => option.Name.Split('.') switch
    {
        [Algorithm] => [Algorithm, ItsName],
        [OfPpo, var inner] when algorithm == usualAlgorithm => [Algorithm, inner],
        var path => path,
    };

    static JsonNode? ValueIn(JsonObject options, string[] path) => path is [var outer, var inner]
        ? options[outer]?[inner] : options[path[0]];

    static void Set(JsonObject options, string[] path, JsonNode? value)
    {
        if (path is [var outer, var inner])
        {
            if (options[outer] is not JsonObject part)
                options[outer] = part = [];
            part[inner] = value?.DeepClone();
        }
        else
            options[path[0]] = value?.DeepClone();
    }

    /// <summary>Names may be written in any case.</summary>
    static void Remove(JsonObject options, string[] path)
    {
        foreach (var key in KeysOf(options, path[0]))
            if (path.Length == 1)
                options.Remove(key);
            else if (options[key] is JsonObject part)
            {
                foreach (var inner in KeysOf(part, path[1]))
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
