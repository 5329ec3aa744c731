using System.Diagnostics;
using Pathmind.Comparisons;

namespace Pathmind.Commands;

/// <summary>A display for other programs: progress, at most five times a second, and lines of text become lines of
/// JSON; tables and plots do not, since the result has what is in them.</summary>
/// <param name="writeLine">Takes each line.</param>
internal sealed class JsonDisplay(Action<string> writeLine) : IDisplay
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    readonly Lock gate = new();
    long? last;

    public void Show(DisplayContent content)
    {
        if (content is TextLine line)
            Write(new() { Event = MeasuredLine.Notice, Text = line.Text });
    }

    public ILiveDisplay Live() => new Bar(this);

    void Write(MeasuredLine line)
    {
        lock (gate)
            writeLine(line.ToJson());
    }

    void WriteProgress(ProgressReport report)
    {
        lock (gate)
        {
            if (last is { } before && Stopwatch.GetElapsedTime(before) < Pause)
                return;
            last = Stopwatch.GetTimestamp();
        }
        Write(new MeasuredLine
        {
            Event = MeasuredLine.Progress, Fraction = report.Fraction,
            Text = string.Join(" · ", report.Values.Select(value => $"{value.Label} {value.Value}")),
        });
    }

    sealed class Bar(JsonDisplay display) : ILiveDisplay
    {
        public CancellationToken Interrupted => CancellationToken.None;

        public void Update(DisplayContent content)
        {
            if (content is ProgressReport report)
                display.WriteProgress(report);
        }

        public void Dispose()
        {
        }
    }
}
