namespace Pathmind.Studios.Experiments;

/// <summary>What an experiment's training does.</summary>
public enum ExperimentStatus
{
    /// <summary>It was submitted and waits to be started.</summary>
    Created,

    /// <summary>It trains, and was heard of lately.</summary>
    Running,

    /// <summary>It ended by itself.</summary>
    Completed,

    /// <summary>Someone stopped it; its best policy is kept.</summary>
    Stopped,

    /// <summary>An error ended it.</summary>
    Failed,

    /// <summary>Nothing was heard of it for a while: its process was killed, or the studio was not reachable. It runs
    /// again as soon as it reports.</summary>
    Lost,
}
