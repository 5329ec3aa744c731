namespace Pathmind.Commands;

/// <summary>A command could not be understood or executed. The message is for the user: what came, what is
/// possible.</summary>
public sealed class CommandException : Exception
{
    /// <summary>An exception with a message for the user.</summary>
    public CommandException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
