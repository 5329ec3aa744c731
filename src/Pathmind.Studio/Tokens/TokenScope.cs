namespace Pathmind.Studios.Tokens;

/// <summary>What a token may do.</summary>
public enum TokenScope
{
    /// <summary>Ask for everything of the API, change nothing, open no page.</summary>
    Read,

    /// <summary>What a script does: report trainings, submit, start and stop them, and ask how they go.</summary>
    Submit,

    /// <summary>Everything, pages and tokens too.</summary>
    All,
}
