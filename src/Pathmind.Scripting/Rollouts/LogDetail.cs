namespace Pathmind;

/// <summary>What a run keeps.</summary>
public enum LogDetail
{
    /// <summary>A row a step and a row an episode.</summary>
    Steps,

    /// <summary>A row an episode only: for long runs.</summary>
    Summaries,
}
