using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Pathmind.Studios.Pages;

/// <summary>Numbers in fields of a form.</summary>
internal static class FieldValues
{
    /// <summary>What was entered; null if it is not a finite number.</summary>
    public static double? Number(this ChangeEventArgs change) =>
        double.TryParse($"{change.Value}", NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number : null;

    /// <summary>A number as a field takes it.</summary>
    public static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
