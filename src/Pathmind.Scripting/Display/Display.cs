using Pathmind.Displays;

namespace Pathmind;

/// <summary>The display of the present flow of control: a script's is the console, a notebook cell's is its
/// output.</summary>
public static class Display
{
    static readonly AsyncLocal<IDisplay?> Ambient = new();

    /// <summary>What the kit shows its tables and progress on.</summary>
    public static IDisplay Current => Ambient.Value ?? Console;

    /// <summary>The console, or what its output is redirected to.</summary>
    public static IDisplay Console { get; } = new ConsoleDisplay(TimeProvider.System);

    /// <summary>Shows nothing: <c>Run(policy, display: Display.None)</c>, <c>new TrainingOptions { Display =
    /// Display.None }</c>, or <c>using (Display.Use(Display.None))</c> around several calls.</summary>
    public static IDisplay None { get; } = new NoDisplay();

    /// <summary>Makes a display the current one, here and in the tasks started from here, until the result is
    /// disposed.</summary>
    public static IDisposable Use(IDisplay display)
    {
        var before = Ambient.Value;
        Ambient.Value = display;
        return new Restore(before);
    }

    sealed class Restore(IDisplay? before) : IDisposable
    {
        public void Dispose() => Ambient.Value = before;
    }
}
