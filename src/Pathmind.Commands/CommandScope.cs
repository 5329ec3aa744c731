namespace Pathmind.Commands;

/// <summary>What a command acts on: the session, and the outcome of its cell.</summary>
internal sealed class CommandScope(CommandHost host, CellOutcome cell)
{
    public CommandHost Host => host;

    public CellOutcome Cell => cell;

    /// <summary>Whether a command used what the cell returned: then the cell does not show it.</summary>
    public bool TookValue { get; set; }
}
