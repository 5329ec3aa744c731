using Pathmind.Displays;

namespace Pathmind.Hosting;

/// <summary>Shows contents as outputs of a notebook's cell, each in all its forms
/// (<see cref="DisplayContent.ToBundle"/>). It knows no notebook: it is given what shows an output. Contents with
/// pictures are shown part by part, each picture in a separate output.</summary>
public sealed class NotebookDisplay : IDisplay
{
    readonly Func<IReadOnlyDictionary<string, string>, Action<IReadOnlyDictionary<string, string>>> show;
    readonly TimeProvider time;
    readonly CancellationToken interrupted;
    readonly HashSet<DisplayContent> shown = new(ReferenceEqualityComparer.Instance);
    int live;

    /// <summary>A display of one cell.</summary>
    /// <param name="show">Shows a bundle (MIME type → text; JSON types carry JSON, PNG base64) and returns what
    /// replaces it by another. Called from any thread, one call at a time a live output.</param>
    /// <param name="interrupted">Cancelled when the stop button is pressed:
    /// <see cref="ILiveDisplay.Interrupted"/>.</param>
    public NotebookDisplay(Func<IReadOnlyDictionary<string, string>, Action<IReadOnlyDictionary<string, string>>> show,
        CancellationToken interrupted = default)
        : this(show, TimeProvider.System, interrupted)
    {
    }

    internal NotebookDisplay(Func<IReadOnlyDictionary<string, string>, Action<IReadOnlyDictionary<string, string>>> show, TimeProvider time,
        CancellationToken interrupted) =>
        (this.show, this.time, this.interrupted) = (show, time, interrupted);

    /// <inheritdoc/>
    public void Show(DisplayContent content)
    {
        lock (shown)
            Remember(content);
        foreach (var part in MimeBundle.Outputs(content))
            ShowBundle(part.ToBundle());
    }

    /// <summary>What of a content has not been shown on this display, so that a cell whose value was shown while it ran
    /// shows it once; null if all of it has.</summary>
    public DisplayContent? NotShown(DisplayContent content)
    {
        lock (shown)
            return Rest(content);
    }

    /// <summary>Shows a value in its given forms, and returns what replaces it by another.</summary>
    public Action<IReadOnlyDictionary<string, string>> ShowBundle(IReadOnlyDictionary<string, string> bundle) => show(bundle);

    /// <inheritdoc/>
    public ILiveDisplay Live()
    {
        Interlocked.Increment(ref live);
        return new LiveNotebook(this, time, interrupted);
    }

    void Remember(DisplayContent content)
    {
        shown.Add(content);
        foreach (var part in (content as ContentList)?.Parts ?? [])
            Remember(part);
    }

    DisplayContent? Rest(DisplayContent content)
    {
        if (shown.Contains(content))
            return null;
        if (content is not ContentList several)
            return content;
        DisplayContent[] rest = [.. several.Parts.Select(Rest).OfType<DisplayContent>()];
        return rest.Length == 0 ? null : new ContentList(rest);
    }

    /// <summary>Removes the cell's outputs: at once, or when the next one comes.</summary>
    internal Action<bool>? Clear { get; init; }

    /// <summary>Whether a live output is under way: the caller ends by itself when it is asked to stop, and
    /// keeps what it has.</summary>
    internal bool IsLive => Volatile.Read(ref live) > 0;

    internal void Ended() => Interlocked.Decrement(ref live);
}
