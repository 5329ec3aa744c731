namespace Pathmind;

/// <summary>One entry of an <see cref="Observation"/>: a number or a list of numbers, kept as float32 (what the networks read).
/// Numbers, bools, enums, arrays and spans convert to it; it converts to a float.</summary>
public readonly ref struct ObservationValue
{
    internal ObservationValue(float number) => Single = number;

    internal ObservationValue(ReadOnlySpan<float> list)
    {
        List = list;
        IsList = true;
    }

    /// <summary>Whether a list was written; a list of one number is still a list.</summary>
    public bool IsList { get; }

    /// <summary>The number.</summary>
    /// <exception cref="InvalidOperationException">The entry is a list.</exception>
    public float Number => IsList
        ? throw new InvalidOperationException($"This observation is a list of {List.Length} numbers: read .Values or an element [i].")
        : Single;

    /// <summary>The number where <see cref="IsList"/> is known to be false: without the check, so that writing an observation is inlined whole.</summary>
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

    /// <summary>The number; see <see cref="Number"/>.</summary>
    public static implicit operator float(ObservationValue value) => value.Number;

    /// <summary>A number.</summary>
    public static implicit operator ObservationValue(float number) => new(number);

    /// <summary>A number, rounded to float32.</summary>
    public static implicit operator ObservationValue(double number) => new((float)number);

    /// <summary>A number, rounded to float32.</summary>
    public static implicit operator ObservationValue(decimal number) => new((float)number);

    /// <summary>A whole number; beyond ±16 777 216 float32 rounds it.</summary>
    public static implicit operator ObservationValue(int number) => new(number);

    /// <summary>A whole number; beyond ±16 777 216 float32 rounds it.</summary>
    public static implicit operator ObservationValue(long number) => new(number);

    /// <summary>1 for true, 0 for false.</summary>
    public static implicit operator ObservationValue(bool flag) => new(flag ? 1f : 0f);

    /// <summary>The number behind an enum's name.</summary>
    public static implicit operator ObservationValue(Enum value) => new(Convert.ToSingle(value));

    /// <summary>A list of numbers.</summary>
    public static implicit operator ObservationValue(float[] list) => new(list.AsSpan());

    /// <summary>A list of numbers.</summary>
    public static implicit operator ObservationValue(Span<float> list) => new(list);

    /// <summary>A list of numbers.</summary>
    public static implicit operator ObservationValue(ReadOnlySpan<float> list) => new(list);

    /// <summary>A list of numbers, rounded to float32.</summary>
    public static implicit operator ObservationValue(double[] list) => new(Array.ConvertAll(list, number => (float)number));

    /// <summary>A list of whole numbers.</summary>
    public static implicit operator ObservationValue(int[] list) => new(Array.ConvertAll(list, number => (float)number));

    /// <summary>A list of flags: 1 for true, 0 for false.</summary>
    public static implicit operator ObservationValue(bool[] list) => new(Array.ConvertAll(list, flag => flag ? 1f : 0f));
}
