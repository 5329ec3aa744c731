using System.Diagnostics;

namespace Pathmind.Clusters.Work;

/// <summary>How a worker starts the process that runs slices, and what that may use.</summary>
internal sealed record SliceProgram
{
    /// <summary>A process of <see cref="SliceServer"/> with a script: folder that alone it may write to, arguments
    /// (script, simulation, reward), to what is started.</summary>
    public required Func<string, IReadOnlyList<string>, ProcessStartInfo> Start { get; init; }

    /// <summary>Why a process must be ended, by what it uses now; null if it may go on.</summary>
    public Func<Process, string?> Violation { get; init; } = _ => null;

    /// <summary>Longest time of a slice.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromHours(24);
}
