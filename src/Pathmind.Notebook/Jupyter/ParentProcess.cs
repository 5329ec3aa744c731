using System.Diagnostics;
using System.Globalization;

namespace Pathmind.Notebook.Jupyter;

/// <summary>Watches the process that started this one, which an environment variable names.</summary>
internal static class ParentProcess
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>Calls the action when the parent has gone, and ends the process if that does not.</summary>
    /// <param name="variable">Names its number; without it nothing is watched.</param>
    /// <param name="gone">Called once, on a thread of its own.</param>
    public static void Watch(string variable, Action gone)
    {
        var parent = Environment.GetEnvironmentVariable(variable);
        if (!int.TryParse(parent, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id <= 1)
            return;
        new Thread(() =>
        {
            if (!IsAlive(id))
                return;
            while (IsAlive(id))
                Thread.Sleep(Interval);
            gone();
            Thread.Sleep(Grace);
            // not Environment.Exit, which waits for threads that may never come
            Process.GetCurrentProcess().Kill();
        })
        { IsBackground = true, Name = "parent watcher" }.Start();
    }

    static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
