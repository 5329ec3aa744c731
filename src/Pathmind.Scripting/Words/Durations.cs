namespace Pathmind.Words;

/// <summary>Times in words.</summary>
internal static class Durations
{
    /// <summary>A time to plan by, in the unit that people would use: <c>40 s</c>, <c>25 min</c>, <c>9 h</c>,
    /// <c>3 days</c>.</summary>
    public static string About(double seconds) => seconds switch
    {
        < 90 => $"{Math.Max(1, seconds):0} s",
        < 5_400 => $"{seconds / 60:0} min",
        < 172_800 => $"{seconds / 3_600:0} h",
        _ => $"{seconds / 86_400:N0} days",
    };

    /// <summary>A time that was measured, however short: <c>0.4 ms</c>, <c>30 ms</c>, <c>1.5 s</c>,
    /// <c>25 min</c>.</summary>
    public static string Short(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.01 => $"{time.TotalMilliseconds:0.#} ms",
        < 1 => $"{time.TotalMilliseconds:0} ms",
        < 10 => $"{time.TotalSeconds:0.#} s",
        var seconds => About(seconds),
    };
}
