using System.Diagnostics.CodeAnalysis;

namespace Pathmind.Testing;

/// <summary>Keeps what is shown, so that a test can ask for it: <c>simulation.Run(policy, display: recording)</c>.
/// May be used by several threads.</summary>
/// <example><code>
/// var display = new RecordingDisplay();
/// simulation.Train(new() { Steps = 1_000, Display = display });
/// Assert.Contains("Training finished", display.Text);
/// </code></example>
[SuppressMessage("Design", "CA1001", Justification = "A source of cancellation without a timer has nothing to dispose of.")]
public sealed class RecordingDisplay : IDisplay
{
    readonly Lock guard = new();
    readonly List<DisplayContent> shown = [], updates = [];
    readonly List<Place> places = [];                                    // of one content each, or live: in the order of the page
    readonly CancellationTokenSource interruption = new();

    /// <summary>Width of <see cref="Text"/> in characters; at least 20.</summary>
    public int Width { get; init; } = 120;

    /// <summary>What was shown, oldest first.</summary>
    public IReadOnlyList<DisplayContent> Shown => Copy(shown);

    /// <summary>What stood in the live places, oldest first: progress.</summary>
    public IReadOnlyList<DisplayContent> Updates => Copy(updates);

    /// <summary>What can be read in the end, as text without colours: what was shown and the last content of each
    /// live place, in the order in which they appeared; every content begins a line.</summary>
    public string Text => string.Join('\n', Copy(places).Select(place => place.Content).OfType<DisplayContent>().Select(
        content => content.ToText(Width)));

    /// <summary>The last progress that was shown; null if there was none.</summary>
    public ProgressReport? Progress => Updates.Select(ProgressIn).LastOrDefault(progress => progress is not null);

    /// <inheritdoc/>
    public void Show(DisplayContent content)
    {
        lock (guard)
        {
            shown.Add(content);
            places.Add(new(this) { Content = content });
        }
    }

    /// <inheritdoc/>
    public ILiveDisplay Live()
    {
        Place place = new(this);
        lock (guard)
            places.Add(place);
        return place;
    }

    /// <summary>Asks what is under way to stop, as Ctrl+C or the stop button does.</summary>
    public void Interrupt() => interruption.Cancel();

    static ProgressReport? ProgressIn(DisplayContent content) => content switch
    {
        ProgressReport progress => progress,
        ContentList list => list.Parts.Select(ProgressIn).FirstOrDefault(progress => progress is not null),
        _ => null,
    };

    T[] Copy<T>(List<T> list)
    {
        lock (guard)
            return [.. list];
    }

    sealed class Place(RecordingDisplay display) : ILiveDisplay
    {
        public DisplayContent? Content { get; set; }

        public CancellationToken Interrupted { get; } = display.interruption.Token;

        public void Update(DisplayContent content)
        {
            lock (display.guard)
            {
                display.updates.Add(content);
                Content = content;
            }
        }

        public void Dispose()
        {
        }
    }
}
