namespace Pathmind.Tool;

/// <summary>Exit codes of the tool, unless a script returns its own. 0: all went well.</summary>
internal static class ExitCode
{
    /// <summary>The code does not compile, a simulation threw, a file cannot be read.</summary>
    public const int Failed = 1;

    /// <summary>There is no such command, option, file or simulation.</summary>
    public const int WrongCommand = 2;

    /// <summary>Ctrl+C or SIGTERM before there was anything to keep: as in a shell, 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
