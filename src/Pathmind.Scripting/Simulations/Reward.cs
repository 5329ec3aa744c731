using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pathmind.Simulations;

namespace Pathmind;

/// <summary>The reward TERMS of one agent's step: what was good or bad about it, each by name. Terms are summed unless
/// a reward function or weights are given to the training; so write down everything that may matter and choose
/// later.</summary>
/// <example><code>new() { ["sales"] = sold * price, ["holding_cost"] = -0.1 * stock }</code></example>
public struct Reward
{
    NamedSlots<double> slots;

    /// <summary>Number of terms.</summary>
    public readonly int Count => slots.Count;

    /// <summary>The names, in the order of writing.</summary>
    public readonly IReadOnlyList<string> Names => slots.Names();

    [UnscopedRef]
    internal readonly ref readonly NamedSlots<double> Slots => ref slots;

    /// <summary>Writes a new term, or reads one. Each name is written once.</summary>
    /// <exception cref="KeyNotFoundException">No term has this name.</exception>
    public TermValue this[string name]
    {
        readonly get => slots.IndexOf(name) is >= 0 and var index
            ? slots.Entry(index, out _, out _)[0]
            : throw new KeyNotFoundException($"There is no reward term '{name}'. There are: {string.Join(", ", Names)}.");
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => slots.Add(name, value);
    }

    /// <summary>Names and numbers, in the order of writing.</summary>
    public override readonly string ToString() => slots.ToString();
}
