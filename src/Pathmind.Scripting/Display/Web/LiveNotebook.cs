using Pathmind.Hosting;

namespace Pathmind.Displays;

/// <summary>An output of a cell that is replaced in place, at most five times a second. What comes too soon waits for
/// its turn, and only the newest waits. While it changes, pictures are part of it; at the end they become separate
/// outputs below it.</summary>
internal sealed class LiveNotebook : ILiveDisplay
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    readonly NotebookDisplay display;
    readonly TimeProvider time;
    readonly Lock gate = new();
    readonly ITimer timer;
    Action<IReadOnlyDictionary<string, string>>? replace;
    DisplayContent? last;
    long shownAt;
    bool waiting, disposed;

    public LiveNotebook(NotebookDisplay display, TimeProvider time, CancellationToken interrupted)
    {
        (this.display, this.time, Interrupted) = (display, time, interrupted);
        timer = time.CreateTimer(_ => ShowWaiting(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Interrupted { get; }

    public bool ShowsPictures => true;

    public void Update(DisplayContent content)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            last = content;
            if (waiting)
                return;
            var since = time.GetElapsedTime(shownAt);
            if (replace is null || since >= Interval)
                Draw(content);
            else
                waiting = timer.Change(Interval - since, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Draws the last content, its pictures as separate outputs.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
            timer.Dispose();
            display.Ended();
            if (last is null)
                return;
            var outputs = MimeBundle.Outputs(last).ToLookup(SvgRenderer.IsPicture);
            Draw(new ContentList([.. outputs[false]]));
            foreach (var picture in outputs[true])
                display.Show(picture);
        }
    }

    void ShowWaiting()
    {
        lock (gate)
        {
            if (waiting && !disposed && last is not null)
                Draw(last);
            waiting = false;
        }
    }

    void Draw(DisplayContent content)
    {
        var bundle = content.ToBundle();
        if (replace is null)
            replace = display.ShowBundle(bundle);
        else
            replace(bundle);
        shownAt = time.GetTimestamp();
    }
}
