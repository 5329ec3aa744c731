using System.Runtime.CompilerServices;
using Pathmind.Words;

namespace Pathmind.Simulations;

/// <summary>Names and lengths of an observation in the order of writing, and the flat vector they make.</summary>
internal sealed class ObservationLayout
{
    readonly int[] offsets;
    readonly bool allInline;

    /// <exception cref="BrokenRuleException">A name is empty or written twice, or there is no name.</exception>
    public ObservationLayout(in Observation first)
    {
        ref readonly var slots = ref first.Slots;
        var count = slots.Count;
        (Names, Lengths, IsList, offsets) = (new string[count], new int[count], new bool[count], new int[count]);
        Types = new ObservationType?[count];
        for (var i = 0; i < count; i++)
        {
            Lengths[i] = slots.Entry(i, out Names[i], out IsList[i]).Length;
            Types[i] = slots.TypeOf(i);
            offsets[i] = Size;
            Size += Lengths[i];
        }
        if (Size == 0)
            throw new BrokenRuleException("an observation needs at least one number, as in new() { [\"x\"] = x }");
        if (Names.Any(string.IsNullOrWhiteSpace))
            throw new BrokenRuleException("an observation's name is empty");
        if (Names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new BrokenRuleException($"the observation '{twice.Key}' is written twice");
        if (ColumnNames().GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } column)
            throw new BrokenRuleException(
                $"a list and another observation would share the column '{column.Key}' of tables and files: give one of them another name");
        allInline = slots.Spill is null;
    }

    /// <param name="names">In their order.</param>
    /// <param name="lengths">[names].</param>
    /// <param name="isList">[names].</param>
    /// <param name="types">[names] what the numbers are, where it is known; null for all unknown.</param>
    public ObservationLayout(string[] names, int[] lengths, bool[] isList, ObservationType?[]? types = null)
    {
        Types = types ?? new ObservationType?[names.Length];
        (Names, Lengths, IsList, offsets) = (names, lengths, isList, new int[names.Length]);
        for (var i = 0; i < names.Length; i++)
        {
            offsets[i] = Size;
            Size += lengths[i];
        }
        allInline = names.Length <= NamedSlots<float>.Inline && !isList.Contains(true);
    }

    public string[] Names { get; }

    public int[] Lengths { get; }

    /// <summary>Whether a list was written, for columns and schema; a list of one number is a list.</summary>
    public bool[] IsList { get; }

    /// <summary>[names] what their numbers were when they were first given; null for what is not known, as of older
    /// policies.</summary>
    public ObservationType?[] Types { get; }

    /// <summary>Sum of the lengths.</summary>
    public int Size { get; }

    public int Offset(int index) => offsets[index];

    /// <summary>Some of the names, in another order.</summary>
    /// <param name="indices">Their places here.</param>
    public ObservationLayout Pick(int[] indices) => new(
        Array.ConvertAll(indices, i => Names[i]), Array.ConvertAll(indices, i => Lengths[i]), Array.ConvertAll(indices, i => IsList[i]),
        Array.ConvertAll(indices, i => Types[i]));

    /// <summary>Whether both have the same names in the same lengths, in any order.</summary>
    public bool IsLike(ObservationLayout other)
    {
        if (Names.Length != other.Names.Length)
            return false;
        for (var i = 0; i < Names.Length; i++)
            if (Array.IndexOf(other.Names, Names[i]) is var index && (index < 0 || other.Lengths[index] != Lengths[i]))
                return false;
        return true;
    }

    /// <summary>One name per number: <c>stock</c>, or <c>stock_0</c>, <c>stock_1</c> for a list.</summary>
    public string[] ColumnNames() =>
        [.. Names.SelectMany((name, i) => IsList[i] ? Enumerable.Range(0, Lengths[i]).Select(k => $"{name}_{k}") : [name])];

    /// <summary>Copies an observation into its flat vector.</summary>
    /// <param name="observation">Names equal to <see cref="Names"/>, in any order.</param>
    /// <param name="destination">[Size].</param>
    /// <exception cref="BrokenRuleException">Another name, length or kind; or a number is not finite.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Read(in Observation observation, Span<float> destination)
    {
        ref readonly var slots = ref observation.Slots;
        if (allInline && slots.Spill is null && slots.HasNames(Names))
        {
            var numbers = slots.InlineNumbers;
            for (var i = 0; i < numbers.Length; i++)                     // too few for a call
                destination[i] = numbers[i];
        }
        else
            ReadByName(in slots, destination);
        for (var i = 0; i < Size; i++)
            if (!float.IsFinite(destination[i]))
                throw NotFinite(i, destination[i]);
    }

    void ReadByName(in NamedSlots<float> slots, Span<float> destination)
    {
        if (slots.Count != Names.Length)
            throw new BrokenRuleException(Difference(slots));
        for (var i = 0; i < Names.Length; i++)
        {
            var index = i;
            var values = slots.Entry(index, out var name, out _);
            if (name != Names[i])
            {
                index = slots.IndexOf(Names[i]);
                if (index < 0)
                    throw new BrokenRuleException(Difference(slots));
                values = slots.Entry(index, out _, out _);
            }
            if (values.Length != Lengths[i])
                throw new BrokenRuleException($"'{Names[i]}' has {Counted.Of(values.Length, "number")}, but {Lengths[i]} at the "
                    + "first Reset: return the same length every time");
            values.CopyTo(destination[offsets[i]..]);
        }
    }

    string Difference(in NamedSlots<float> slots)
    {
        var names = slots.Names();
        return NameDifference.Describe(Names, names);
    }

    BrokenRuleException NotFinite(int index, float number) =>
        new($"'{ColumnNames()[index]}' is {number}: every number must be finite and fit into float32");
}
