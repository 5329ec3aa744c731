namespace Pathmind.Commands;

/// <summary>What a command acts on: the session, and how the cell ended that it stands in.</summary>
internal sealed class CommandScope(CommandHost host, CellOutcome cell)
{
    public CommandHost Host => host;

    public CellOutcome Cell => cell;

    /// <summary>Whether a command used what the cell returned: then the cell need not show it.</summary>
    public bool TookValue { get; set; }
}
