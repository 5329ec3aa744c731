namespace Pathmind.Clusters.Work;

/// <summary>How much a worker runs.</summary>
internal sealed record WorkerOptions
{
    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Starts processes.</summary>
    public required SliceProgram Program { get; init; }

    /// <summary>Folder for their files; a full path.</summary>
    public required string Folder { get; init; }

    /// <summary>Slices side by side, at least 1.</summary>
    public int Slots { get; init; } = Environment.ProcessorCount;

    /// <summary>Each <c>key=value</c>; trainings may require them.</summary>
    public string[] Labels { get; init; } = [];

    /// <summary>Bytes of code and checkpoints that are kept in memory.</summary>
    public long Cache { get; init; } = 256L << 20;

    /// <summary>Gets a line about each slice.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>Threads of a slice: they change its speed, never its result.</summary>
    public int Threads => Math.Max(1, Environment.ProcessorCount / Slots);
}
