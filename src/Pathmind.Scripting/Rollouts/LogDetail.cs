namespace Pathmind;

/// <summary>Rows that a run keeps.</summary>
public enum LogDetail
{
    /// <summary>One row per step and one row per episode.</summary>
    Steps,

    /// <summary>Only one row per episode: for long runs.</summary>
    Summaries,
}
