using System.Runtime.InteropServices;

namespace Pathmind.Displays;

/// <summary>A block of lines at the end of the console's output that is written over. On what is not a terminal: the
/// first title and the last content.</summary>
internal sealed class LiveConsole : ILiveDisplay
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    readonly ConsoleDisplay display;
    readonly Lock gate;
    readonly TimeProvider time;
    readonly bool terminal;
    readonly CancelKey cancelKey;
    DisplayContent? last;
    long drawnAt;
    int lines;
    string announced = "", title = "";
    bool drawn, disposed, ended;

    public LiveConsole(ConsoleDisplay display, Lock gate, TimeProvider time, bool terminal)
    {
        (this.display, this.gate, this.time, this.terminal) = (display, gate, time, terminal);
        cancelKey = new(ShowLast, PosixSignal.SIGQUIT);
    }

    public CancellationToken Interrupted => cancelKey.Token;

    public void Update(DisplayContent content)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            var first = last is null;
            last = content;
            drawn = false;
            if (!terminal && first)
                Announce(content);
            if (terminal && (first || time.GetElapsedTime(drawnAt) >= Interval))
                Redraw();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
            cancelKey.Dispose();
            display.Ended(this);
            if (terminal && !drawn)
                Redraw();
            else if (!terminal && last is not null && ConsoleDisplay.Write(last) is var text && text != announced)
                Console.Out.Write(title.Length > 0 ? ConsoleDisplay.Write(WithoutTitle(last)) : text);
        }
    }

    /// <summary>What begins, where it cannot be written over: of a progress report the title, which is not
    /// repeated.</summary>
    void Announce(DisplayContent content)
    {
        title = (content as ProgressReport)?.Title ?? "";
        Console.Out.Write(announced = ConsoleDisplay.Write(title.Length > 0 ? new TextLine(title) : content));
    }

    DisplayContent WithoutTitle(DisplayContent content) => content switch
    {
        ProgressReport report when report.Title == title => report with { Title = "" },
        ContentList several => new ContentList([.. several.Parts.Select(WithoutTitle)]),
        _ => content,
    };

    /// <summary>The program ends: nothing is half written, and nothing follows.</summary>
    void ShowLast()
    {
        lock (gate)
        {
            Redraw();
            ended = true;
        }
    }

    /// <summary>Takes the block away, for something else to be written in its place.</summary>
    public void Erase()
    {
        if (lines > 0)
            Console.Out.Write($"\r\u001b[{lines}A\u001b[J");
        lines = 0;
    }

    /// <summary>Writes the block over itself in one go, so that it does not flicker.</summary>
    public void Redraw()
    {
        if (!terminal || ended || last is null)
            return;
        var text = ConsoleDisplay.Write(last);
        var start = lines > 0 || Interrupted.IsCancellationRequested ? "\r" : "";          // the terminal wrote ^C at the start of the line
        var up = lines > 0 ? $"{start}\u001b[{lines}A" : start;
        Console.Out.Write($"{up}{text.Replace("\n", "\u001b[K\n")}\u001b[J");
        (lines, drawnAt, drawn) = (text.Count(character => character == '\n'), time.GetTimestamp(), true);
    }
}
