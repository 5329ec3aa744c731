namespace Pathmind.Notebook.Scripts;

/// <summary>Whether code can be run as it is.</summary>
internal enum ScriptCompleteness
{
    /// <summary>It can be run.</summary>
    Complete,

    /// <summary>It goes on in the next line.</summary>
    Incomplete,

    /// <summary>No further line can make it right.</summary>
    Invalid,
}
