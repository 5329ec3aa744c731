using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind;

/// <summary>One entry of an <see cref="Observation"/>: a number or a list of numbers, kept as float32 (what the
/// networks read). Numbers, bools, enums, arrays, lists, vectors and spans convert to it, other sequences as <c>[..
/// sequence]</c>; it converts to a float.</summary>
[CollectionBuilder(typeof(ObservationValue), nameof(Create))]
public readonly ref partial struct ObservationValue
{
    readonly Kind kind;

    internal ObservationValue(float number) => Single = number;

    internal ObservationValue(ReadOnlySpan<float> list)
    {
        List = list;
        kind = Kind.List;
    }

    ObservationValue(float number, NumberForm form, Type? type = null) => (Single, Form, Enum) = (number, form, type);

    ObservationValue(ReadOnlySpan<float> list, NumberForm form)
        : this(list) => Form = form;

    ObservationValue(Kind kind) => this.kind = kind;

    enum Kind : byte
    {
        Number,
        List,
        Null,
    }

    /// <summary>Whether a list was written; a list of one number is still a list.</summary>
    public bool IsList => kind == Kind.List;

    /// <summary>Whether null was given, which <see cref="Observation"/> refuses by name.</summary>
    internal bool IsNull => kind == Kind.Null;

    /// <summary>The number.</summary>
    /// <exception cref="InvalidOperationException">The entry is a list.</exception>
    public float Number => IsList
        ? throw new InvalidOperationException($"This observation is a list of {Counted.Of(List.Length, "number")}: read .Values or "
            + "an element [i].")
        : Single;

    /// <summary>What the number, or each number of the list, was before it became a float.</summary>
    internal NumberForm Form { get; }

    /// <summary>The enum whose value the number is; null for others.</summary>
    internal Type? Enum { get; }

    /// <summary>The number where <see cref="IsList"/> is known to be false: without the check, so that writing an
    /// observation is inlined whole.</summary>
    internal float Single { get; }

    /// <summary>The list where <see cref="IsList"/> is known to be true.</summary>
    internal ReadOnlySpan<float> List { get; }

    /// <summary>The numbers of a list.</summary>
    /// <exception cref="InvalidOperationException">The entry is a single number.</exception>
    public ReadOnlySpan<float> Values => IsList
        ? List
        : throw new InvalidOperationException("This observation is a single number: read .Number, or use it as a float.");

    /// <summary>One number of a list, counted from 0.</summary>
    public float this[int index] => Values[index];

    /// <summary>A list of numbers, rounded to float32: <c>["ahead"] = [.. orders.Select(order =>
    /// order.Pieces)]</c>.</summary>
    public static ObservationValue Create(ReadOnlySpan<double> list) => Rounded(list);

    /// <summary>Goes through the numbers of a list.</summary>
    /// <exception cref="InvalidOperationException">The entry is a single number.</exception>
    public Enumerator GetEnumerator() => new(Values);

    /// <summary>Goes through the numbers of a list.</summary>
    public ref struct Enumerator
    {
        ReadOnlySpan<float>.Enumerator numbers;

        internal Enumerator(ReadOnlySpan<float> numbers) => this.numbers = numbers.GetEnumerator();

        /// <summary>The number.</summary>
        public readonly double Current => numbers.Current;

        /// <summary>Goes on to the next number, if there is one.</summary>
        public bool MoveNext() => numbers.MoveNext();
    }

    static ObservationValue Rounded<T>(ReadOnlySpan<T> list)
        where T : INumberBase<T>
    {
        var form = typeof(T) == typeof(double) || typeof(T) == typeof(decimal) || typeof(T) == typeof(Half)
            ? NumberForm.Real : NumberForm.Whole;
        var numbers = new float[list.Length];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = float.CreateTruncating(list[i]);
        return new(numbers, form);
    }

    static ObservationValue Rounded<T>(T[]? list)
        where T : INumberBase<T> => list is null ? new(Kind.Null) : Rounded(new ReadOnlySpan<T>(list));

    static ObservationValue Rounded<T>(List<T>? list)
        where T : INumberBase<T> => list is null ? new(Kind.Null) : Rounded<T>(CollectionsMarshal.AsSpan(list));

    static ObservationValue Rounded<T>(T[,]? list)
        where T : INumberBase<T> => list is null ? new(Kind.Null) : Rounded(Flat(list));

    static ObservationValue Flags(ReadOnlySpan<bool> list)
    {
        var numbers = new float[list.Length];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = list[i] ? 1 : 0;
        return new(numbers, NumberForm.Flag);
    }

    /// <summary>The elements row by row.</summary>
    static ReadOnlySpan<T> Flat<T>(T[,] list) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(list)), list.Length);
}
