using System.Runtime.CompilerServices;

namespace Pathmind.Simulations;

/// <summary>An enum as names for choices: its values must be the choices' numbers, so that a cast is right.</summary>
internal static class ChoiceEnum<TEnum>
    where TEnum : struct, Enum
{
    /// <summary>[values] names in the order of the values; null if the values are not 0, 1, 2, …</summary>
    static readonly string[]? Names = Read();

    /// <summary>The names; the same array every time.</summary>
    /// <exception cref="ArgumentException">The values are not 0, 1, 2, …</exception>
    public static string[] Require()
    {
        if (Names is not null)
            return Names;
        var (name, values) = (typeof(TEnum).Name, Enum.GetValues<TEnum>());
        var listed = string.Join(", ", values.Zip(Enum.GetNames<TEnum>(), (value, text) => $"{text} = {value:D}").Take(6));
        throw new ArgumentException(values.Length == 0
            ? $"Discrete.Of<{name}>: the enum has no values, but at least one is needed."
            : $"Discrete.Of<{name}>: the values must be 0, 1, 2, … without a gap, but are {listed}{(values.Length > 6 ? ", …" : "")}. "
                + "Leave the numbers out of the enum, or name the choices in a list: new Discrete([\"…\", \"…\"]).");
    }

    /// <summary>The value that a choice is.</summary>
    /// <exception cref="InvalidOperationException">The enum has no such value.</exception>
    public static TEnum Of(int choice)
    {
        if ((uint)choice >= (uint)Require().Length)
            throw new InvalidOperationException(
                $"The choice {choice} is not a {typeof(TEnum).Name}, which has the values 0 .. {Require().Length - 1}: "
                + $"use the enum of the action space, Discrete.Of<{typeof(TEnum).Name}>().");
        return Unsafe.SizeOf<TEnum>() switch
        {
            sizeof(byte) => Unsafe.BitCast<byte, TEnum>((byte)choice),
            sizeof(short) => Unsafe.BitCast<short, TEnum>((short)choice),
            sizeof(int) => Unsafe.BitCast<int, TEnum>(choice),
            _ => Unsafe.BitCast<long, TEnum>(choice),
        };
    }

    static string[]? Read()
    {
        var values = Enum.GetValues<TEnum>();
        for (var i = 0; i < values.Length; i++)
            if (values[i].ToString("D") != i.ToString())
                return null;
        return values.Length == 0 ? null : Enum.GetNames<TEnum>();
    }
}
