namespace Pathmind.Studios.Lab;

/// <summary>What a lab's process does.</summary>
public enum LabState
{
    /// <summary>It compiles.</summary>
    Starting,

    /// <summary>It answers questions, and tries.</summary>
    Ready,

    /// <summary>It was ended since nothing was tried for long; the next try starts it again.</summary>
    Asleep,

    /// <summary>It crashed, or was ended: <see cref="LabView.Fault"/>. The next try starts it again.</summary>
    Ended,
}

/// <summary>A lab as a page shows it, at a moment.</summary>
public sealed record LabView
{
    public LabState State { get; init; }

    /// <summary>Why there is nothing to try, or why the process ended; null if all is well.</summary>
    public string? Fault { get; init; }

    /// <summary>The earlier try, with which new ones are compared.</summary>
    internal LabTry? Before { get; init; }

    /// <summary>The newest try.</summary>
    internal LabTry? Now { get; init; }

    /// <summary>The last try that was over, whose table is shown until the newest one has its own.</summary>
    internal LabTry? Last { get; init; }

    /// <summary>Steps of each try; 0 until the process suggests some.</summary>
    public long Steps { get; init; }

    public int Seed { get; init; }

    /// <summary>Names of the reward terms.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];

    /// <summary>Whether something is trained.</summary>
    public bool IsTraining { get; init; }
}
