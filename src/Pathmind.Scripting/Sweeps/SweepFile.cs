using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;

namespace Pathmind.Sweeps;

/// <summary>Reads the file of a sweep (YAML), with an error that names the line for whatever is not possible.</summary>
internal sealed class SweepFile
{
    const string Section = "parameters", Stopping = "early_stopping";

    readonly string file;

    SweepFile(string file) => this.file = Path.GetFileName(file);

    /// <exception cref="ArgumentException">It cannot be read, or something in it is not possible.</exception>
    public static SweepOptions Read(string path)
    {
        try
        {
            using var reader = File.OpenText(path);
            return Read(reader, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"{path} cannot be read as a sweep: {exception.Message}", exception);
        }
    }

    /// <inheritdoc cref="Read(string)"/>
    public static SweepOptions Read(TextReader text, string path)
    {
        SweepFile file = new(path);
        try
        {
            var root = YamlNode.Read(text, (line, message) => file.Error(line, message));
            var options = file.Options(root);
            options.Validate();
            return options;
        }
        catch (YamlException exception)
        {
            throw file.Error(exception.Start.Line, $"it is not YAML: {exception.Message}");
        }
    }

    SweepOptions Options(YamlNode? root)
    {
        string[] allowed =
            ["method", "trials", "budget", "seeds", "parallel", "given", Stopping, "metric", "goal", "cost", Section];
        var entries = root?.Entries ?? throw Error(
            root?.Line ?? 1, $"there must be entries such as 'method: gp' and '{Section}:'; allowed are {List(allowed)}");
        RequireNames(entries, allowed);
        SweepOptions options = new();
        return options with
        {
            Method = Find(entries, "method") is { } method
                ? Choice(method, ("gp", SweepMethod.GaussianProcess), ("random", SweepMethod.Random), ("grid", SweepMethod.Grid))
                : options.Method,
            Trials = Whole(entries, "trials", 1, 100_000) is { } trials ? (int)trials : null,
            Budget = Whole(entries, "budget", 1, long.MaxValue),
            Seeds = (int?)Whole(entries, "seeds", 1, 100) ?? options.Seeds,
            Parallel = (int?)Whole(entries, "parallel", 1, 256) ?? options.Parallel,
            IncludesGiven = Find(entries, "given") is { } given ? Truth(given) : options.IncludesGiven,
            EarlyStopping = Find(entries, Stopping) is { } stopping ? ReadStopping(stopping) : null,
            Metric = Find(entries, "metric") is { } metric ? Text(metric) : options.Metric,
            Minimizes = Find(entries, "goal") is { } goal && Choice(goal, ("maximize", false), ("minimize", true)),
            Cost = Find(entries, "cost") is { } cost
                ? Choice(cost, ("steps", SweepCost.Steps), ("seconds", SweepCost.Seconds))
                : options.Cost,
            Ranges = ReadRanges(Find(entries, Section) ?? throw Error(
                root.Line, $"'{Section}:' is missing: name what is to be tried, as in 'LearningRate: {{ min: 1e-5, max: 1e-2 }}'")),
        };
    }

    EarlyStopping? ReadStopping(YamlNode node)
    {
        if (node.Entries is not { } entries)
            return Truth(node) ? new() : null;
        RequireNames(entries, "factor", "rungs");
        EarlyStopping defaults = new();
        return new()
        {
            Factor = (int?)Whole(entries, "factor", 2, 100) ?? defaults.Factor,
            Rungs = (int?)Whole(entries, "rungs", 2, 10) ?? defaults.Rungs,
        };
    }

    OrderedDictionary<string, SweepRange> ReadRanges(YamlNode node)
    {
        if (node.Entries is not { Count: > 0 } entries)
            throw Error(node.Line, $"'{Section}:' must name at least one parameter, as in 'LearningRate: {{ min: 1e-5, max: 1e-2 }}'");
        OrderedDictionary<string, SweepRange> parameters = [];
        foreach (var (name, line, value) in entries)
            try
            {
                parameters.Add(name, Range(name, value));
            }
            catch (ArgumentException exception) when (!exception.Message.StartsWith(file, StringComparison.Ordinal))
            {
                throw Error(line, $"{name}: {exception.Message}");
            }
        return parameters;
    }

    SweepRange Range(string name, YamlNode node)
    {
        if (node.Items is { } items)
            return SweepRange.Of(items.Select(item => Value(item)));
        if (node.Entries is not { } entries)
            throw Error(
                node.Line, $"{name} is '{node.Text}', but must be a range such as {{ min: 0.1, max: 10 }} or a list such as [32, 64]");
        RequireNames(entries, "min", "max", "scale", "points", "values");
        if (Find(entries, "values") is { } values)
            return entries.Count == 1 && values.Items is { } several
                ? SweepRange.Of(several.Select(item => Value(item)))
                : throw Error(values.Line, $"{name} has values, which must be a list, and the only entry");
        var (low, high) = (Number(name, node, entries, "min"), Number(name, node, entries, "max"));
        var range = Find(entries, "scale") is { } scale
            ? Choice(scale, ("linear", SweepScale.Linear), ("log", SweepScale.Logarithmic), ("logit", SweepScale.Logit)) switch
            {
                SweepScale.Logarithmic => SweepRange.Logarithmic(low, high),
                SweepScale.Logit => SweepRange.Logit(low, high),
                _ => SweepRange.Linear(low, high),
            }
            : SweepRange.Suitable(low, high);
        return Whole(entries, "points", 2, 1000) is { } points ? range with { GridPoints = (int)points } : range;
    }

    double Number(string name, YamlNode range, YamlEntries entries, string key)
    {
        var node = Find(entries, key) ?? throw Error(range.Line, $"{name} has no {key}: a range has min and max");
        return double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw Error(node.Line, $"{key} is '{node.Text}', but must be a number");
    }

    /// <summary>A number, a truth value, a text, or a list of numbers (the widths of several layers).</summary>
    JsonNode Value(YamlNode node, bool isInner = false) => node switch
    {
        { Items: { } items } when !isInner => new JsonArray([.. items.Select(item => Value(item, isInner: true))]),
        { Text: { } text } => Scalar(text, node.IsPlain),
        _ => throw Error(node.Line, "a value must be a number, true or false, a name, or a list of numbers"),
    };

    static JsonValue Scalar(string text, bool isPlain) =>
        isPlain && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
        : isPlain && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
        : isPlain && bool.TryParse(text, out var truth) ? JsonValue.Create(truth)
        : JsonValue.Create(text);

    long? Whole(YamlEntries entries, string key, long low, long high)
    {
        if (Find(entries, key) is not { } node)
            return null;
        var text = node.Text?.Replace("_", "");
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= low && number <= high
            ? number
            : throw Error(node.Line, $"{key} is '{node.Text}', but must be a whole number "
                + (high == long.MaxValue ? $"of at least {low}" : $"in {low} .. {high}"));
    }

    bool Truth(YamlNode node) => bool.TryParse(node.Text, out var truth)
        ? truth
        : throw Error(node.Line, $"'{node.Text}' must be true or false");

    string Text(YamlNode node) => node.Text is { Length: > 0 } text ? text : throw Error(node.Line, "a name is expected here");

    T Choice<T>(YamlNode node, params (string Name, T Value)[] choices) =>
        choices.FirstOrDefault(choice => choice.Name == node.Text) is { Name: not null } chosen
        ? chosen.Value
        : throw Error(node.Line, $"'{node.Text}' is not possible here; allowed are {List(choices.Select(choice => choice.Name))}");

    void RequireNames(YamlEntries entries, params string[] allowed)
    {
        foreach (var (name, line, _) in entries)
            if (!allowed.Contains(name))
                throw Error(line, $"'{name}' is not known here; allowed are {List(allowed)}");
        if (entries.GroupBy(entry => entry.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Error(twice.Last().Line, $"'{twice.Key}' is there twice");
    }

    static YamlNode? Find(YamlEntries entries, string name) => entries.FirstOrDefault(entry => entry.Name == name).Value;

    static string List(IEnumerable<string> names) => string.Join(", ", names);

    ArgumentException Error(long line, string message) => new($"{file}, line {line}: {message.TrimEnd('.')}.");
}
