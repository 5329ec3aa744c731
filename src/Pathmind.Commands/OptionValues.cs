using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Pathmind.Commands;

/// <summary>Makes options whose values are numbers, times and lists, with errors in words.</summary>
internal static class OptionValues
{
    const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <summary>A whole number; underscores may group its digits.</summary>
    public static Option<long?> Whole(string name, string description) => Of<long?>(name, "N", description, "a whole number", text =>
        long.TryParse(text.Replace("_", ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null);

    /// <summary>A number.</summary>
    public static Option<double?> Real(string name, string value, string description) =>
        Of<double?>(name, value, description, "a number", text =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null);

    /// <summary>A duration: <c>90s</c>, <c>10m</c>, <c>1.5h</c>, <c>250ms</c>, <c>0:10:00</c>; a bare number counts
    /// seconds.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) =>
        Of(name, "TIME", description, "a duration such as 90s, 10m, 1.5h or 0:10:00", ParseDuration);

    /// <summary>Names, separated by commas; the option may be repeated.</summary>
    public static Option<string[]?> Names(string name, string value, string description) => new(name)
    {
        Description = description, HelpName = value, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false,
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', Trimmed))],
    };

    /// <summary>Text as it is.</summary>
    public static Option<string?> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    /// <summary>The value given for a whole number, as an int; null if none was given.</summary>
    /// <exception cref="CommandException">It is below <paramref name="low"/>, or too large.</exception>
    public static int? Int32(ParseResult given, Option<long?> option, int low = int.MinValue) => given.GetValue(option) switch
    {
        null => null,
        var number when number >= low && number <= int.MaxValue => (int)number,
        var number => throw new CommandException($"{option.Name} is {number}, but must be in {low} .. {int.MaxValue}."),
    };

    internal static TimeSpan? ParseDuration(string text)
    {
        (string Unit, double Seconds)[] units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("", 1)];
        foreach (var (unit, seconds) in units)
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * seconds < TimeSpan.MaxValue.TotalSeconds)
                return TimeSpan.FromSeconds(number * seconds);
        return text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero
            ? time
            : null;
    }

    static Option<T?> Of<T>(string name, string value, string description, string wanted, Func<string, T?> parse) => new(name)
    {
        Description = description,
        HelpName = value,
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            var parsed = parse(text);
            if (parsed is null)
                result.AddError($"{name} is '{text}', but must be {wanted}.");
            return parsed;
        },
    };
}
