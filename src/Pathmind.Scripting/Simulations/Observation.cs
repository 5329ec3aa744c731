using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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

/// <summary>Names with their numbers, in the order of writing: eight single numbers live inside the value, so that the
/// usual observation or reward costs no allocation; lists, and everything after the first list or the eighth number, go
/// to <see cref="Spill"/>.</summary>
internal struct NamedSlots<T>
    where T : unmanaged
{
    internal const int Inline = 8;

    Eight<string> names;
    Eight<T> numbers;
    int inlineCount;
    uint forms;                                                          // two bits for each inline number
    Type?[]? enums;                                                      // [Inline] of those that are values of enums

    /// <summary>Entries beyond the inline ones; null in the usual case.</summary>
    public NamedSpill<T>? Spill { get; private set; }

    public readonly int Count => inlineCount + (Spill?.Entries.Count ?? 0);

    [UnscopedRef]
    public readonly ReadOnlySpan<T> InlineNumbers => MemoryMarshal.CreateReadOnlySpan(in numbers[0], inlineCount);

    /// <remarks>Inlined where the entry is written, so that a name goes straight into the value on the stack, without
    /// the garbage collector's write barrier.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(string name, T number)
    {
        var index = inlineCount;
        if ((uint)index < Inline && Spill is null)
        {
            names[index] = name;
            numbers[index] = number;
            inlineCount = index + 1;
        }
        else
            AddToSpill(name, number);
    }

    /// <summary>Adds a number that is not a float, and records its type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(string name, T number, NumberForm form, Type? type)
    {
        if (inlineCount < Inline && Spill is null && type is null)
            forms |= (uint)form << (2 * inlineCount);
        else
            Note(form, type);
        Add(name, number);
        if (Spill is not null)
            Spill.Form(form, type);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void AddList(string name, ReadOnlySpan<T> list, NumberForm form = NumberForm.Real)
    {
        (Spill ??= new()).Add(name, list, isList: true);
        Spill.Form(form, null);
    }

    /// <summary>What the entry's numbers were when they were written.</summary>
    public readonly ObservationType TypeOf(int index) => index < inlineCount
        ? ObservationType.Of((NumberForm)((forms >> (2 * index)) & 3), enums?[index])
        : Spill!.TypeOf(index - inlineCount);

    /// <summary>Name, values and kind of the entry at <paramref name="index"/>, counted from 0 in the order of
    /// writing.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<T> Entry(int index, out string name, out bool isList)
    {
        if (index < inlineCount)
        {
            name = names[index];
            isList = false;
            return new ReadOnlySpan<T>(in numbers[index]);
        }
        var entry = Spill!.Entries[index - inlineCount];
        (name, isList) = (entry.Name, entry.IsList);
        return Spill.Values(entry);
    }

    /// <summary>Whether the inline names are these very objects, as they are in the usual case: literals of the same
    /// source line are the same object.</summary>
    public readonly bool HasNames(string[] expected)
    {
        if (inlineCount != expected.Length)
            return false;
        for (var i = 0; i < expected.Length; i++)
            if (!ReferenceEquals(names[i], expected[i]))
                return false;
        return true;
    }

    /// <summary>Position of a name, or -1.</summary>
    public readonly int IndexOf(string name)
    {
        for (var i = 0; i < inlineCount; i++)
            if (names[i] == name)
                return i;
        return Spill?.IndexOf(name) is >= 0 and var spilled ? inlineCount + spilled : -1;
    }

    /// <summary>What was written, in its order: <c>stock = 5, orders = [1, 2]</c>.</summary>
    public override readonly string ToString()
    {
        List<string> parts = [];
        for (var i = 0; i < Count; i++)
        {
            var values = Entry(i, out var name, out var isList).ToArray();
            parts.Add($"{name} = {(isList ? $"[{string.Join(", ", values)}]" : $"{values[0]}")}");
        }
        return string.Join(", ", parts);
    }

    public readonly string[] Names()
    {
        var all = new string[Count];
        for (var i = 0; i < all.Length; i++)
            Entry(i, out all[i], out _);
        return all;
    }

    /// <summary>An enum among the inline numbers; those of the spill are noted there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    void Note(NumberForm form, Type? type)
    {
        if (inlineCount >= Inline || Spill is not null)
            return;
        forms |= (uint)form << (2 * inlineCount);
        (enums ??= new Type?[Inline])[inlineCount] = type;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void AddToSpill(string name, T number) => (Spill ??= new()).Add(name, new ReadOnlySpan<T>(in number), isList: false);
}

[InlineArray(NamedSlots<byte>.Inline)]
internal struct Eight<T>
{
    T first;
}

/// <summary>The entries that do not fit inside a <see cref="NamedSlots{T}"/>.</summary>
internal sealed class NamedSpill<T>
    where T : unmanaged
{
    T[] data = new T[16];
    List<(int Entry, Type Enum)>? enums;
    int used;

    public readonly record struct Slot(string Name, int Offset, int Length, bool IsList, NumberForm Form = NumberForm.Real);

    public List<Slot> Entries { get; } = [];

    public ReadOnlySpan<T> Values(Slot slot) => data.AsSpan(slot.Offset, slot.Length);

    /// <summary>Position among <see cref="Entries"/>, or -1.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Entries.Count; i++)
            if (Entries[i].Name == name)
                return i;
        return -1;
    }

    /// <summary>Records the type that the last entry was written as.</summary>
    public void Form(NumberForm form, Type? type)
    {
        if (form == NumberForm.Real)
            return;
        Entries[^1] = Entries[^1] with { Form = form };
        if (type is not null)
            (enums ??= []).Add((Entries.Count - 1, type));
    }

    /// <summary>What an entry was written as.</summary>
    public ObservationType TypeOf(int entry) => ObservationType.Of(Entries[entry].Form, enums?.Find(known => known.Entry == entry).Enum);

    public void Add(string name, ReadOnlySpan<T> values, bool isList)
    {
        if (used + values.Length > data.Length)
            Array.Resize(ref data, Math.Max(2 * data.Length, used + values.Length));
        values.CopyTo(data.AsSpan(used));
        Entries.Add(new(name, used, values.Length, isList));
        used += values.Length;
    }
}
