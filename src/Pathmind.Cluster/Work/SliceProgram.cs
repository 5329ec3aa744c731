using System.Diagnostics;

namespace Pathmind.Clusters.Work;

/// <summary>How a worker starts the processes that run a user's code, and what they may use.</summary>
internal sealed record SliceProgram
{
    /// <summary>Commands of the program: that of a <see cref="SliceServer"/>, and that which runs simulations for a
    /// training.</summary>
    public const string Slices = "slices", Rollouts = "rollouts";

    /// <summary>A process with a script: folder that alone it may write to, arguments (one of the commands, script,
    /// simulation, reward), to what is started.</summary>
    public required Func<string, IReadOnlyList<string>, ProcessStartInfo> Start { get; init; }

    /// <summary>Why a process must be ended, by what it uses now; null if it may go on.</summary>
    public Func<Process, string?> Violation { get; init; } = _ => null;

    /// <summary>Longest time of a slice.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromHours(24);
}
