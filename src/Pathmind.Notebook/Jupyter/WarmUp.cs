using Pathmind.Scripts;

namespace Pathmind.Jupyter;

/// <summary>Compiles a small cell while the front end still connects, so that the first cell of the user finds a compiler that has been compiled.</summary>
internal static class WarmUp
{
    public static void Start() => new Thread(() =>
    {
        var session = new ScriptSession();
        session.RunAsync("var warm = Enumerable.Range(0, 2).Sum(); class Warm { public int X { get; set; } }", "warm-up").GetAwaiter().GetResult();
        session.RunAsync("warm + 1", "warm-up").GetAwaiter().GetResult();
    })
    { IsBackground = true, Name = "warm-up", Priority = ThreadPriority.BelowNormal }.Start();
}
