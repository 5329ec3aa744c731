using System.Globalization;

namespace Pathmind.Studios.Pages;

/// <summary>Numbers and times as people read them.</summary>
internal static class Words
{
    /// <summary>At least three digits that count: 0.123, 12.3, 123.4, 1 234, 1 234 567.</summary>
    public static string Number(double? value) => value switch
    {
        null => "–",
        0 => "0",
        var number when Math.Abs(number.Value) is >= 1e9 or < 1e-3 => number.Value.ToString("0.00e0", CultureInfo.InvariantCulture),
        var number when Math.Abs(number.Value) >= 1000 => Whole((long)Math.Round(number.Value)),
        var number => Significant(number.Value),
    };

    /// <summary>Digits in groups of three, with thin spaces.</summary>
    public static string Whole(long value) => value.ToString("#,0", Groups).Replace('-', '−');

    /// <summary>As in 1 h 20 min, 12 s.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => $"{(int)time.TotalDays} d {time.Hours} h",
        { TotalHours: >= 1 } => $"{(int)time.TotalHours} h {time.Minutes} min",
        { TotalMinutes: >= 1 } => $"{(int)time.TotalMinutes} min {time.Seconds} s",
        { TotalSeconds: >= 10 } => $"{time.TotalSeconds:0} s",
        _ => $"{Math.Max(0, time.TotalSeconds):0.0} s",
    };

    /// <summary>As in 3 min ago; a date if it is longer ago than a week.</summary>
    public static string Ago(DateTime utc, DateTime now) => (now - utc) switch
    {
        { TotalSeconds: < 45 } => "just now",
        { TotalMinutes: < 60 } span => $"{Math.Max(1, (int)span.TotalMinutes)} min ago",
        { TotalHours: < 24 } span => $"{(int)span.TotalHours} h ago",
        { TotalDays: < 7 } span => $"{(int)span.TotalDays} d ago",
        _ => utc.ToString("d MMM yyyy", CultureInfo.InvariantCulture),
    };

    static readonly NumberFormatInfo Groups = new() { NumberGroupSeparator = "\u202f" };

    static string Significant(double value)
    {
        var digits = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 1, 4);
        return value.ToString($"F{digits}", CultureInfo.InvariantCulture).Replace('-', '−');
    }
}
