namespace Pathmind.Tool;

/// <summary>How the tool ends, unless a script says so itself. 0: all went well.</summary>
internal static class ExitCode
{
    /// <summary>The code does not compile, a simulation threw, a file cannot be read.</summary>
    public const int Failed = 1;

    /// <summary>There is no such command, option, file or simulation.</summary>
    public const int WrongCommand = 2;

    /// <summary>Ctrl+C before there was anything to keep: as a shell says it, 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
