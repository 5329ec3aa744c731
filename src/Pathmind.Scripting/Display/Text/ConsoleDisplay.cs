using System.Diagnostics.CodeAnalysis;

namespace Pathmind.Displays;

/// <summary>Shows contents on the console: the only class that knows it. It writes to the Console.Out of the moment;
/// only a terminal gets colours and control characters.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The live display belongs to who called Live(), who disposes it.")]
internal sealed class ConsoleDisplay(TimeProvider time) : IDisplay
{
    /// <summary>Width of text that goes to a file or a pipe, in characters.</summary>
    const int FileWidth = 160;

    readonly Lock gate = new();
    LiveConsole? live;

    public void Show(DisplayContent content)
    {
        if (content is Replay { Scene.Film: not null } replay && IsTerminal && live is null)
        {
            Play(replay);
            content = new TextLine(Replay.HowToSee);
        }
        lock (gate)
        {
            live?.Erase();
            Console.Out.Write(Write(content));
            live?.Redraw();
        }
    }

    /// <summary>Plays it once; the last picture stays.</summary>
    void Play(Replay replay)
    {
        using var place = Live();
        ReplayPlayer.Play(replay, place, () => !Console.IsInputRedirected && Console.KeyAvailable
            && Console.ReadKey(intercept: true).Key == ConsoleKey.Q, time);
    }

    public ILiveDisplay Live()
    {
        lock (gate)
            return live = new LiveConsole(this, gate, time, IsTerminal);
    }

    /// <summary>Whether a person watches: neither the process nor Console.SetOut redirected the output (a StringWriter
    /// is recognised by its UTF-16 encoding).</summary>
    public static bool IsTerminal => !Console.IsOutputRedirected && Console.Out.Encoding is not System.Text.UnicodeEncoding;

    /// <summary>Characters in a line of the terminal that shows the program's output; null if the output is not a
    /// terminal.</summary>
    public static int? TerminalWidth => IsTerminal ? Math.Max(20, Terminal.Width - 1) : null;

    public void Ended(LiveConsole ended)
    {
        if (live == ended)
            live = null;
    }

    /// <summary>The characters that show the content, ending with a line feed.</summary>
    public static string Write(DisplayContent content) => TerminalWidth is { } width
        ? TextRenderer.Render(content, width, Terminal.Colors).TrimEnd('\n', ' ') + "\n"
        : TextRenderer.Render(content, FileWidth);
}

/// <summary>Shows nothing.</summary>
internal sealed class NoDisplay : IDisplay, ILiveDisplay
{
    public CancellationToken Interrupted => CancellationToken.None;

    public void Show(DisplayContent content)
    {
    }

    public ILiveDisplay Live() => this;

    public void Update(DisplayContent content)
    {
    }

    public void Dispose()
    {
    }
}
