namespace Pathmind;

/// <summary>What a run keeps.</summary>
public enum LogDetail
{
    /// <summary>One row per step and one row per episode.</summary>
    Steps,

    /// <summary>A row an episode only: for long runs.</summary>
    Summaries,
}
