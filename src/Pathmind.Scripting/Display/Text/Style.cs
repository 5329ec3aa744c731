namespace Pathmind.Displays;

/// <summary>Colour and weight of a text; plain text has neither.</summary>
internal readonly record struct Style(Color? Color = null, bool IsBold = false, Color? Background = null)
{
    /// <summary>The text with the control sequences (ECMA-48, SGR) before and after it; line by line, since what
    /// follows a line feed may be drawn again alone.</summary>
    public string Apply(string text, TerminalColors colors)
    {
        if (colors == TerminalColors.None || this == default)
            return text;
        var color = Color switch
        {
            null => "",
            { } shade when colors == TerminalColors.Palette => $"38;5;{shade.Palette}",
            { } shade => shade.Basic < 8 ? $"{30 + shade.Basic}" : $"{82 + shade.Basic}",
        };
        var background = Background switch
        {
            null => "",
            { } shade when colors == TerminalColors.Palette => $"48;5;{shade.Palette}",
            { } shade => shade.Basic < 8 ? $"{40 + shade.Basic}" : $"{92 + shade.Basic}",
        };
        var codes = string.Join(';', new[] { IsBold ? "1" : "", color, background }.Where(code => code.Length > 0));
        return string.Join('\n', text.Split('\n').Select(line => $"\u001b[{codes}m{line}\u001b[0m"));
    }
}

/// <summary>A colour, by its number among 256 and the nearest of the 16 that every terminal has.</summary>
internal readonly record struct Color(byte Palette, byte Basic)
{
    public static Color Black => new(16, 0);

    public static Color Yellow => new(178, 3);

    public static Color LightGrey => new(246, 7);

    public static Color Green => new(2, 2);

    public static Color Turquoise => new(30, 6);

    public static Color Blue => new(33, 12);

    public static Color DarkGreen => new(34, 2);

    public static Color Purple => new(104, 13);

    public static Color Red => new(131, 9);

    public static Color Orange => new(214, 11);

    /// <summary>#767676.</summary>
    public static Color Grey => new(243, 7);

    /// <summary>The nearest of the 6 × 6 × 6 colours; of the 16 the one with the same channels on.</summary>
    /// <param name="rgb">0xRRGGBB.</param>
    public static Color Nearest(uint rgb)
    {
        var (red, green, blue) = (rgb >> 16, rgb >> 8 & 255, rgb & 255);
        var cube = 16 + 36 * Level(red) + 6 * Level(green) + Level(blue);
        return new((byte)cube, (byte)((red > 127 ? 1 : 0) + (green > 127 ? 2 : 0) + (blue > 127 ? 4 : 0)));

        static uint Level(uint channel) => channel < 48 ? 0 : channel < 115 ? 1 : (channel - 35) / 40;
    }
}

/// <summary>What a terminal can show.</summary>
internal enum TerminalColors
{
    /// <summary>Plain text only: a file, a pipe, a terminal that asks for it.</summary>
    None,

    /// <summary>16 colours.</summary>
    Basic,

    /// <summary>256 colours.</summary>
    Palette,
}
