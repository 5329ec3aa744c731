namespace Pathmind.Commands;

/// <summary>Where commands are written.</summary>
internal enum CommandPlace
{
    /// <summary>A cell of a notebook: commands act on the session.</summary>
    Cell,

    /// <summary>A command line: commands name a script first.</summary>
    CommandLine,
}
