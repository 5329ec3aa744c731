namespace Pathmind.Studios.Engines;

/// <summary>What a training's process may use.</summary>
internal sealed record TrainingLimits
{
    /// <summary>Memory beside that of .NET objects: code, native libraries, stacks.</summary>
    const long Beside = 1L << 30;

    /// <summary>Time between being asked to stop and being ended.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>Bytes of .NET objects; the process itself then fails to get more.</summary>
    public long MostMemory { get; init; } = 4L << 30;

    /// <summary>Bytes of memory in all; one that uses more is ended.</summary>
    public long MostResident => MostMemory + Beside;

    /// <summary>Longest time; then it is asked to stop, and keeps its best policy.</summary>
    public TimeSpan MostTime { get; init; } = TimeSpan.FromDays(7);
}
