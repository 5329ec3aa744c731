using System.Globalization;

namespace Pathmind.Displays;

/// <summary>Writes numbers with a decimal point in every culture: SVG requires it.</summary>
internal static class InvariantText
{
    /// <summary>The text that a function writes, on this thread, in the invariant culture.</summary>
    public static string Of(Func<string> write)
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return write();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
