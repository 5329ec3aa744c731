using MudBlazor;
using MudBlazor.Utilities;

namespace Pathmind.Studios.Pages;

/// <summary>Colours and letters of the pages. The letters are those of the system: nothing is fetched.</summary>
internal static class StudioTheme
{
    /// <summary>The colours as styles, for pages that MudBlazor does not draw; <c>data-theme</c> says which.</summary>
    public static string Variables => $"{Of(":root", Theme.PaletteLight)} {Of(":root[data-theme=dark]", Theme.PaletteDark)}";

    static readonly string[] Letters = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#2b68d0", Secondary = "#c2571b", Background = "#f6f7f9", Surface = "#ffffff", TextPrimary = "#1d2129",
            TextSecondary = "#596273", LinesDefault = "#e1e5eb", TableLines = "#e9ecf1", Success = "#23805a", Error = "#b3261e",
            Warning = "#9a6700", Info = "#2b68d0", ActionDefault = "#596273",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#7aa7f5", PrimaryContrastText = "#101a2b", Secondary = "#f0a36b", Background = "#14171c", Surface = "#1c2027",
            TextPrimary = "#e6e8ec",
            TextSecondary = "#a2abba", LinesDefault = "#2d333d", TableLines = "#272d36", Success = "#58c596", Error = "#ff8a80",
            Warning = "#e3b341", Info = "#7aa7f5", ActionDefault = "#a2abba",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Letters, FontSize = "0.9375rem", LineHeight = "1.5" },
            Button = new ButtonTypography { FontFamily = Letters, TextTransform = "none", LetterSpacing = "normal" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
    };

    static string Of(string selector, Palette palette)
    {
        (string Name, MudColor Colour)[] colours =
        [
            ("primary", palette.Primary), ("primary-text", palette.PrimaryContrastText), ("secondary", palette.Secondary),
            ("surface", palette.Surface), ("text-primary", palette.TextPrimary), ("text-secondary", palette.TextSecondary),
            ("lines-default", palette.LinesDefault), ("success", palette.Success), ("error", palette.Error), ("warning", palette.Warning),
        ];
        return $"{selector} {{ {string.Join(' ', colours.Select(each => $"--mud-palette-{each.Name}: {each.Colour.Value};"))} }}";
    }
}
