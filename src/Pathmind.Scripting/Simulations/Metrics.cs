using System.Diagnostics.CodeAnalysis;
using Pathmind.Simulations;

namespace Pathmind;

/// <summary>Numbers worth logging that are neither observed nor rewarded (a fill rate, a queue length), each by
/// name.</summary>
public struct Metrics
{
    NamedSlots<double> slots;

    /// <summary>Number of metrics.</summary>
    public readonly int Count => slots.Count;

    [UnscopedRef]
    internal readonly ref readonly NamedSlots<double> Slots => ref slots;

    /// <summary>Writes a new metric. Each name is written once.</summary>
    public TermValue this[string name]
    {
        set => slots.Add(name, value);
    }

    /// <summary>Names and numbers, in the order of writing.</summary>
    public override readonly string ToString() => slots.ToString();
}
