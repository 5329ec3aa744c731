using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Pathmind.Drawings;

/// <summary>A colour and how opaque it is.</summary>
/// <param name="Name">One of <see cref="Colors"/>, or a CSS colour that was checked: nothing else reaches a
/// page.</param>
/// <param name="Opacity">In [0, 1].</param>
internal readonly record struct ShapeColor(string Name, double Opacity);

/// <summary>The colours of drawings and plots, and the check of those that users name.</summary>
internal static partial class Colors
{
    /// <summary>Blue, orange, green, purple, red, teal: distinguishable by the colour-blind too, in this order, with a
    /// contrast of at least 3 to white and to a notebook's dark grey.</summary>
    public static IReadOnlyList<string> Series { get; } = ["#3b86d1", "#d97706", "#2f9e62", "#9a6dd7", "#dc5a5a", "#1a9aa0"];

    static readonly FrozenDictionary<string, string> Palette = new Dictionary<string, string>
    {
        ["blue"] = Series[0], ["orange"] = Series[1], ["green"] = Series[2], ["purple"] = Series[3], ["red"] = Series[4],
        ["teal"] = Series[5], ["yellow"] = "#d9a520", ["grey"] = "#8a8f98", ["gray"] = "#8a8f98",
        ["ink"] = "currentColor", ["line"] = "rgba(128,128,128,.45)",
        ["paper"] = "var(--replay-paper,var(--jp-layout-color0,var(--vscode-editor-background,Canvas)))",
    }.ToFrozenDictionary();

    /// <summary>The names of CSS Color 4 that the palette does not have.</summary>
    static readonly FrozenSet<string> Named = """
        aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blueviolet brown burlywood cadetblue chartreuse
        chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki
        darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey
        darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro
        ghostwhite gold goldenrod greenyellow honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon
        lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen
        lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine
        mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred
        midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orangered orchid palegoldenrod palegreen
        paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue rebeccapurple rosybrown royalblue saddlebrown
        salmon sandybrown seagreen seashell sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan
        thistle tomato transparent turquoise violet wheat white whitesmoke yellowgreen
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    /// <summary>Reads a colour, of which an opacity may follow: <c>blue</c>, <c>#3b86d1</c>, <c>blue 30%</c>.</summary>
    /// <param name="text">As a user wrote it.</param>
    /// <param name="call">The method of the canvas, for the message.</param>
    /// <exception cref="ArgumentException">It is not a colour.</exception>
    public static ShapeColor Parse(string text, string call)
    {
        var (name, opacity) = (text ?? "", 1.0);
        if (name.EndsWith('%') && name.LastIndexOf(' ') is > 0 and var space && !name.EndsWith(')')
            && double.TryParse(name.AsSpan(space + 1)[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var share)
            && share is >= 0 and <= 100)
            (name, opacity) = (name[..space], share / 100);
        return Palette.ContainsKey(name) || Named.Contains(name) || Written().IsMatch(name)
            ? new(name, opacity)
            : throw new ArgumentException($"Canvas.{call} got the colour '{text}', which is not one: use "
                + $"{string.Join(", ", Palette.Keys.Order())}, or a CSS colour as navy, #3b86d1 "
                + "or rgb(59 134 209); an opacity may follow, as in 'blue 30%'.");
    }

    /// <summary>The colour as a style sheet writes it, without its opacity.</summary>
    public static string Css(string name) => Palette.GetValueOrDefault(name, name);

    /// <summary>Hexadecimal digits, or a function of numbers: nothing that could end an attribute or a style.</summary>
    [GeneratedRegex(@"\A(?:#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})"
        + @"|(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\([0-9a-z.,%/ +\-]{1,60}\))\z")]
    private static partial Regex Written();
}
