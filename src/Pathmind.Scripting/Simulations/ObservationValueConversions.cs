using System.Numerics;
using System.Runtime.InteropServices;
using Pathmind.Simulations;

namespace Pathmind;

// What converts to an entry and back. A number costs nothing; a list of another type than float is copied.
// byte, ushort and uint are here although int or long could hold them: with ulong the compiler would have no best one.
public readonly ref partial struct ObservationValue
{
    /// <summary>The number; see <see cref="Number"/>.</summary>
    public static implicit operator float(ObservationValue value) => value.Number;

    /// <summary>A number.</summary>
    public static implicit operator ObservationValue(float number) => new(number);

    /// <summary>A number, rounded to float32.</summary>
    public static implicit operator ObservationValue(double number) => new((float)number);

    /// <summary>A number, rounded to float32.</summary>
    public static implicit operator ObservationValue(decimal number) => new((float)number);

    /// <summary>A number, rounded to float32.</summary>
    public static implicit operator ObservationValue(Half number) => new((float)number);

    /// <summary>A whole number.</summary>
    public static implicit operator ObservationValue(byte number) => new(number, NumberForm.Whole);

    /// <summary>A whole number.</summary>
    public static implicit operator ObservationValue(ushort number) => new(number, NumberForm.Whole);

    /// <summary>A whole number; beyond ±16 777 216 float32 rounds it.</summary>
    public static implicit operator ObservationValue(int number) => new(number, NumberForm.Whole);

    /// <summary>A whole number; beyond ±16 777 216 float32 rounds it.</summary>
    public static implicit operator ObservationValue(uint number) => new(number, NumberForm.Whole);

    /// <summary>A whole number; beyond ±16 777 216 float32 rounds it.</summary>
    public static implicit operator ObservationValue(long number) => new(number, NumberForm.Whole);

    /// <summary>A whole number; beyond ±16 777 216 float32 rounds it.</summary>
    public static implicit operator ObservationValue(ulong number) => new(number, NumberForm.Whole);

    /// <summary>1 for true, 0 for false.</summary>
    public static implicit operator ObservationValue(bool flag) => new(flag ? 1f : 0f, NumberForm.Flag);

    /// <summary>A number; null is refused by the name of the observation.</summary>
    public static implicit operator ObservationValue(float? number) => number is { } given ? new(given) : new(Kind.Null);

    /// <summary>A number; null is refused by the name of the observation.</summary>
    public static implicit operator ObservationValue(double? number) => number is { } given ? new((float)given) : new(Kind.Null);

    /// <summary>A number; null is refused by the name of the observation.</summary>
    public static implicit operator ObservationValue(decimal? number) => number is { } given ? new((float)given) : new(Kind.Null);

    /// <summary>A number; null is refused by the name of the observation.</summary>
    public static implicit operator ObservationValue(int? number) => number is { } given ? new(given, NumberForm.Whole) : new(Kind.Null);

    /// <summary>A number; null is refused by the name of the observation.</summary>
    public static implicit operator ObservationValue(long? number) => number is { } given ? new(given, NumberForm.Whole) : new(Kind.Null);

    /// <summary>1 for true, 0 for false; null is refused by the name of the observation.</summary>
    public static implicit operator ObservationValue(bool? flag) =>
        flag is { } given ? new(given ? 1f : 0f, NumberForm.Flag) : new(Kind.Null);

    /// <summary>The number behind an enum's name.</summary>
    public static implicit operator ObservationValue(Enum? value) =>
        value is null ? new(Kind.Null) : new(Convert.ToSingle(value), NumberForm.Named, value.GetType());

    /// <summary>A list of numbers.</summary>
    public static implicit operator ObservationValue(float[]? list) => list is null ? new(Kind.Null) : new(list.AsSpan());

    /// <summary>A list of numbers.</summary>
    public static implicit operator ObservationValue(Span<float> list) => new(list);

    /// <summary>A list of numbers.</summary>
    public static implicit operator ObservationValue(ReadOnlySpan<float> list) => new(list);

    /// <summary>A list of numbers, rounded to float32.</summary>
    public static implicit operator ObservationValue(double[]? list) => Rounded(list);

    /// <summary>A list of numbers, rounded to float32.</summary>
    public static implicit operator ObservationValue(decimal[]? list) => Rounded(list);

    /// <summary>A list of numbers, rounded to float32.</summary>
    public static implicit operator ObservationValue(Half[]? list) => Rounded(list);

    /// <summary>A list of whole numbers.</summary>
    public static implicit operator ObservationValue(byte[]? list) => Rounded(list);

    /// <summary>A list of whole numbers.</summary>
    public static implicit operator ObservationValue(sbyte[]? list) => Rounded(list);

    /// <summary>A list of whole numbers.</summary>
    public static implicit operator ObservationValue(short[]? list) => Rounded(list);

    /// <summary>A list of whole numbers.</summary>
    public static implicit operator ObservationValue(ushort[]? list) => Rounded(list);

    /// <summary>A list of whole numbers.</summary>
    public static implicit operator ObservationValue(int[]? list) => Rounded(list);

    /// <summary>A list of whole numbers.</summary>
    public static implicit operator ObservationValue(uint[]? list) => Rounded(list);

    /// <summary>A list of whole numbers.</summary>
    public static implicit operator ObservationValue(long[]? list) => Rounded(list);

    /// <summary>A list of whole numbers.</summary>
    public static implicit operator ObservationValue(ulong[]? list) => Rounded(list);

    /// <summary>A list of flags: 1 for true, 0 for false.</summary>
    public static implicit operator ObservationValue(bool[]? list) => list is null ? new(Kind.Null) : Flags(list);

    /// <summary>A list of numbers.</summary>
    public static implicit operator ObservationValue(List<float>? list) =>
        list is null ? new(Kind.Null) : new(CollectionsMarshal.AsSpan(list));

    /// <summary>A list of numbers, rounded to float32.</summary>
    public static implicit operator ObservationValue(List<double>? list) => Rounded(list);

    /// <summary>A list of numbers, rounded to float32.</summary>
    public static implicit operator ObservationValue(List<decimal>? list) => Rounded(list);

    /// <summary>A list of whole numbers.</summary>
    public static implicit operator ObservationValue(List<byte>? list) => Rounded(list);

    /// <summary>A list of whole numbers.</summary>
    public static implicit operator ObservationValue(List<int>? list) => Rounded(list);

    /// <summary>A list of whole numbers.</summary>
    public static implicit operator ObservationValue(List<long>? list) => Rounded(list);

    /// <summary>A list of flags: 1 for true, 0 for false.</summary>
    public static implicit operator ObservationValue(List<bool>? list) =>
        list is null ? new(Kind.Null) : Flags(CollectionsMarshal.AsSpan(list));

    /// <summary>A grid of numbers as a list, row by row.</summary>
    public static implicit operator ObservationValue(float[,]? grid) => grid is null ? new(Kind.Null) : new(Flat(grid));

    /// <summary>A grid of numbers as a list, row by row.</summary>
    public static implicit operator ObservationValue(double[,]? grid) => Rounded(grid);

    /// <summary>A grid of numbers as a list, row by row.</summary>
    public static implicit operator ObservationValue(int[,]? grid) => Rounded(grid);

    /// <summary>A grid of numbers as a list, row by row.</summary>
    public static implicit operator ObservationValue(byte[,]? grid) => Rounded(grid);

    /// <summary>A grid of flags as a list, row by row: 1 for true, 0 for false.</summary>
    public static implicit operator ObservationValue(bool[,]? grid) => grid is null ? new(Kind.Null) : Flags(Flat(grid));

    /// <summary>Two numbers.</summary>
    public static implicit operator ObservationValue(Vector2 vector) => new((float[])[vector.X, vector.Y]);

    /// <summary>Three numbers.</summary>
    public static implicit operator ObservationValue(Vector3 vector) => new((float[])[vector.X, vector.Y, vector.Z]);

    /// <summary>Four numbers.</summary>
    public static implicit operator ObservationValue(Vector4 vector) => new((float[])[vector.X, vector.Y, vector.Z, vector.W]);
}
