namespace Pathmind;

/// <summary>How a <see cref="PolicyServer"/> logs.</summary>
public enum ServerLog
{
    /// <summary>One line per event, for people.</summary>
    Text,

    /// <summary>A JSON object an event, for log collectors.</summary>
    Json,

    /// <summary>Nothing is logged.</summary>
    None,
}
