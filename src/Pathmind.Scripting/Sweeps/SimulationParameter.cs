using System.Globalization;
using System.Text.Json.Nodes;
using Pathmind.Simulations;

namespace Pathmind.Sweeps;

/// <summary>A settable public property, or field, of a simulation as a parameter of a sweep.</summary>
internal static class SimulationParameter
{
    /// <exception cref="ArgumentException">There is no such property, or its type is not possible.</exception>
    public static SweepParameter Of(string written, SweepRange range, Simulation probe)
    {
        var type = probe.GetType();
        var member = SimulationMember.Settable(type).FirstOrDefault(one => SweepSpace.Same(written, one.Name))
            ?? throw new ArgumentException(
                $"{type.Name} has no public property '{written}' that can be set"
                + (Possible(probe) is { } possible ? $". Possible are {possible}." : ", and no other one that could be tried."));
        if (!member.TryGet(probe, out var value) || !IsPossible(value))
            throw new ArgumentException(
                $"{type.Name}.{member.Name} is {SettingValue.Describe(value)}, but must be a number, a truth value, a text or an enum "
                + "value to be a parameter.");
        double? given = value is IConvertible number and not (Enum or bool or string)
            ? number.ToDouble(CultureInfo.InvariantCulture)
            : null;
        var isWhole = value is sbyte or byte or short or ushort or int or uint or long;
        return new($"{nameof(Simulation)}.{member.Name}", range with { IsWhole = isWhole }, given)
        {
            Set = (simulation, node) => member.Set(simulation, Converted(node, value!.GetType())),
        };
    }

    /// <summary>What a simulation offers, in words; null for nothing.</summary>
    public static string? Possible(Simulation probe)
    {
        string[] names =
        [
            .. SimulationMember.Settable(probe.GetType()).Where(one => one.TryGet(probe, out var value) && IsPossible(value))
                .Select(one => $"{nameof(Simulation)}.{one.Name}"),
        ];
        return names.Length > 0 ? string.Join(", ", names) : null;
    }

    static bool IsPossible(object? value) => value is IConvertible and not DateTime and not char;

    static object Converted(JsonNode node, Type type)
    {
        object value = SweepRange.NumberOf(node) is { } number ? number : SweepRange.Text(node);
        return type.IsEnum
            ? Enum.Parse(type, $"{value}", ignoreCase: true)
            : Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
    }
}
