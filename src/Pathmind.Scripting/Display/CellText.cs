namespace Pathmind.Displays;

/// <summary>Writes values for people: in tables, on axes. Files use the round-trip format instead.</summary>
internal static class CellText
{
    /// <summary>A table's cell; empty for null and NaN.</summary>
    public static string Of(object? value, string? format) => value switch
    {
        null or double.NaN or float.NaN => "",
        double number when format is null => Number(number),
        float number when format is null => Number(number),
        sbyte or short or int or long when format is null => Number(Convert.ToInt64(value)),
        IFormattable formattable => Minus(formattable.ToString(format, null)),
        _ => value.ToString() ?? "",
    };

    /// <summary>A whole number, in full.</summary>
    static string Number(long number) => Minus(number.ToString("#,0"));

    /// <summary>A number among others: no finer than four digits of the largest, since smaller differences are not
    /// visible: 0.9999 and 0.0001.</summary>
    public static string Number(double number, double largest)
    {
        if (!double.IsFinite(number) || number == 0 || Math.Abs(number) >= 1e-3 || largest < 1e-3)
            return Number(number);
        var rounded = number.ToString("0.####");
        return rounded is "0" or "-0" ? "≈ 0" : Minus(rounded);
    }

    /// <summary>Four significant digits, but whole numbers below 10^9 in full: 0.1235, 12.35, 1,234.6, 20,000,
    /// 1.235E+10. The minus is U+2212.</summary>
    public static string Number(double number) => Minus(Math.Abs(number) switch
    {
        double.NaN => "",
        0 => "0",
        var size when size < 1e9 && number == Math.Floor(number) => number.ToString("#,0"),
        >= 1e9 or < 1e-3 => number.ToString("0.###E+0"),
        >= 100 => number.ToString("#,0.#"),
        >= 10 => number.ToString("0.##"),
        >= 1 => number.ToString("0.###"),
        _ => number.ToString("0.####"),
    });

    /// <summary>A number that begins with a hyphen, with the sign that has the width of a digit.</summary>
    public static string Minus(string number) => number.StartsWith('-') ? $"−{number[1..]}" : number;
}
