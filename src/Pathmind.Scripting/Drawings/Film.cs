namespace Pathmind.Drawings;

/// <summary>The drawings of a run: every distinct shape once, and every frame as the numbers of its shapes, shared with
/// the frame before if nothing changed.</summary>
internal sealed class Film
{
    /// <summary>Distinct shapes and numbers of shapes that are kept: about 50 MB together.</summary>
    const int MostShapes = 200_000, MostPlaces = 4_000_000;

    readonly Dictionary<DrawnShape, int> numbers = [];
    readonly List<DrawnShape> shapes = [];
    readonly List<int[]> frames = [];
    readonly List<int> starts = [];                                      // [episodes] frame after its Reset
    int places;

    /// <summary>The distinct shapes; a frame begins with one of kind <see cref="ShapeKind.Size"/>.</summary>
    public IReadOnlyList<DrawnShape> Shapes => shapes;

    /// <summary>Whether no more frames are kept.</summary>
    public bool IsFull => shapes.Count >= MostShapes || places >= MostPlaces;

    /// <summary>Whether nothing was drawn in any frame.</summary>
    public bool IsBlank => shapes.Count == 0;

    /// <summary>Starts the next episode: the next frame is the one after its Reset.</summary>
    public void BeginEpisode() => starts.Add(frames.Count);

    /// <summary>Adds a frame; nothing once the film is full.</summary>
    public void Add(Drawing drawing)
    {
        if (IsFull)
            return;
        var frame = new int[drawing.Shapes.IsEmpty ? 0 : drawing.Shapes.Length + 1];
        if (frame.Length > 0)
            frame[0] = NumberOf(DrawnShape.OfSize(drawing.Width, drawing.Height));
        for (var i = 1; i < frame.Length; i++)
            frame[i] = NumberOf(drawing.Shapes[i - 1]);
        if (frames.Count > 0 && frames[^1].AsSpan().SequenceEqual(frame))
            frame = frames[^1];
        else
            places += frame.Length;
        frames.Add(frame);
    }

    /// <summary>The frames of an episode, counted from 0: after Reset, then after each step; fewer than steps where the
    /// film was full.</summary>
    public IReadOnlyList<int[]> Episode(int episode)
    {
        if (episode >= starts.Count)
            return [];
        var end = episode + 1 < starts.Count ? starts[episode + 1] : frames.Count;
        return frames.GetRange(starts[episode], end - starts[episode]);
    }

    /// <summary>A frame as a drawing.</summary>
    public Drawing DrawingOf(int[] frame) => frame.Length == 0
        ? new(100, 100, [])
        : new(shapes[frame[0]].Numbers[0], shapes[frame[0]].Numbers[1], [.. frame.Skip(1).Select(number => shapes[number])]);

    int NumberOf(DrawnShape shape)
    {
        if (numbers.TryGetValue(shape, out var number))
            return number;
        numbers.Add(shape, shapes.Count);
        shapes.Add(shape);
        return shapes.Count - 1;
    }
}
