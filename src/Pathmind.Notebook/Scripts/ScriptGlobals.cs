using System.ComponentModel;

namespace Pathmind;

/// <summary>What every script sees in addition to its own declarations.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScriptGlobals(IList<string> args)
{
    /// <summary>Arguments of the script.</summary>
    public IList<string> Args { get; } = args;
}
