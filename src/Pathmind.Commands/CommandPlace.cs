namespace Pathmind.Commands;

/// <summary>Where commands are written.</summary>
internal enum CommandPlace
{
    /// <summary>In a cell of a notebook: they act on the session.</summary>
    Cell,

    /// <summary>On a command line: they name a script first.</summary>
    CommandLine,
}
