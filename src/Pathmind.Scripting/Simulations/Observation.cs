using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pathmind.Simulations;

namespace Pathmind;

/// <summary>What one agent sees: names with a number or a list of numbers each, in the order of writing, which is the
/// order the policy keeps. It is a value type: eight single numbers cost no allocation.</summary>
/// <example><code>new() { ["stock"] = stock, ["open_orders"] = orders, ["is_weekend"] = day % 7 >= 5 }</code></example>
public struct Observation
{
    NamedSlots<float> slots;

    /// <summary>Number of names.</summary>
    public readonly int Count => slots.Count;

    /// <summary>The names, in the order of writing.</summary>
    public readonly IReadOnlyList<string> Names => slots.Names();

    [UnscopedRef]
    internal readonly ref readonly NamedSlots<float> Slots => ref slots;

    /// <summary>Writes a new entry, or reads one. Each name is written once; writing it again is reported as an error
    /// when the kit reads the observation.</summary>
    /// <exception cref="KeyNotFoundException">No entry has this name.</exception>
    public ObservationValue this[string name]
    {
        [UnscopedRef]
        readonly get
        {
            var index = slots.IndexOf(name);
            if (index < 0)
                throw new KeyNotFoundException($"There is no observation '{name}'. There are: {string.Join(", ", Names)}.");
            var values = slots.Entry(index, out _, out var isList);
            return isList ? new(values) : new(values[0]);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            if (value.IsList)
                slots.AddList(name, value.List, value.Form);
            else if (value.IsNull)
                throw Null(name);
            else if (value.Form == NumberForm.Real)
                slots.Add(name, value.Single);
            else
                slots.Add(name, value.Single, value.Form, value.Enum);
        }
    }

    /// <summary>Names and numbers, in the order of writing.</summary>
    public override readonly string ToString() => slots.ToString();

    static BrokenRuleException Null(string name) =>
        new($"'{name}' is null, but every observation is a number or a list of numbers: write what to show in its place, as in x ?? 0");
}
