namespace Pathmind;

/// <summary>What a training in a studio does.</summary>
public enum TrainingStatus
{
    /// <summary>It waits to be started.</summary>
    Created,

    /// <summary>It trains.</summary>
    Running,

    /// <summary>It ended by itself.</summary>
    Completed,

    /// <summary>Someone stopped it; its best policy is kept.</summary>
    Stopped,

    /// <summary>An error ended it.</summary>
    Failed,

    /// <summary>Nothing was heard of it for a while; it may come back.</summary>
    Lost,
}
