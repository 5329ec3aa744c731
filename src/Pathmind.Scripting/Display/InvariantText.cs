using System.Globalization;

namespace Pathmind.Displays;

/// <summary>Writes numbers with a point, whatever the culture of the program that uses the kit: with decimal commas an
/// SVG is no picture.</summary>
internal static class InvariantText
{
    /// <summary>What is written, on this thread, in the invariant culture.</summary>
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
