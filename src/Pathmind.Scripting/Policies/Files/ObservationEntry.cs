using Pathmind.Simulations;

namespace Pathmind.Policies;

/// <summary>One observation as the documents of a policy describe it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">How many numbers a list has; null if it is one number and not a list.</param>
/// <param name="NumberType">What its numbers are; null if that is not known, as in older policies.</param>
internal sealed record ObservationEntry(string Name, int? Length, ObservationType? NumberType)
{
    public const string NameField = "name", TypeField = "type", LengthField = "length", MinItems = "min_items", MaxItems = "max_items",
        Values = "values", Names = "names";

    /// <summary>The observations of a layout, in its order.</summary>
    public static ObservationEntry[] Of(ObservationLayout layout) => [.. layout.Names.Select((name, i) =>
        new ObservationEntry(name, layout.IsList[i] ? layout.Lengths[i] : null, layout.Types[i]))];

    /// <summary>Some of its fields in this order, without those that it does not have.</summary>
    public OrderedDictionary<string, object> Fields(params ReadOnlySpan<string> names)
    {
        OrderedDictionary<string, object> fields = [];
        foreach (var name in names)
            if (Field(name) is { } value)
                fields.Add(name, value);
        return fields;
    }

    object? Field(string name) => name switch
    {
        NameField => Name,
        TypeField when (NumberType?.Python ?? "float") is var python => Length is null ? python : $"List[{python}]",
        LengthField or MinItems or MaxItems => Length,
        Values => NumberType?.Word,
        Names => NumberType is { Names: { Count: > 0 } names } ? names.ToArray() : null,
        _ => throw new ArgumentException($"'{name}' is not a field of an observation."),
    };
}
