using System.Runtime.InteropServices;

namespace Pathmind.Displays;

/// <summary>What the terminal of this program can do.</summary>
internal static class Terminal
{
    const int WidthUnlessKnown = 80;

    /// <summary>Characters in a line.</summary>
    public static int Width
    {
        get
        {
            try
            {
                return Console.WindowWidth is > 0 and var width ? width : WidthUnlessKnown;
            }
            catch (Exception exception) when (exception is IOException or PlatformNotSupportedException)
            {
                return WidthUnlessKnown;
            }
        }
    }

    /// <summary>Colours of the terminal, found by the conventions of no-color.org, TERM and COLORTERM; on Windows none
    /// if the console does not take control sequences.</summary>
    public static TerminalColors Colors { get; } = Find();

    static TerminalColors Find()
    {
        var term = Environment.GetEnvironmentVariable("TERM");
        if (Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } || term == "dumb")
            return TerminalColors.None;
        if (OperatingSystem.IsWindows())
            return WindowsConsole.TakesControlSequences() ? TerminalColors.Palette : TerminalColors.None;
        if (term is null)
            return TerminalColors.None;
        return term.Contains("256", StringComparison.Ordinal) || Environment.GetEnvironmentVariable("COLORTERM") is { Length: > 0 }
            ? TerminalColors.Palette : TerminalColors.Basic;
    }

    /// <summary>The console of Windows 10 and later, which takes control sequences after it is asked to.</summary>
    static class WindowsConsole
    {
        const int Output = -11;                                          // STD_OUTPUT_HANDLE
        const uint ControlSequences = 4;                                 // ENABLE_VIRTUAL_TERMINAL_PROCESSING

        public static bool TakesControlSequences() =>
            GetStdHandle(Output) is var handle && GetConsoleMode(handle, out var mode) != 0
            && SetConsoleMode(handle, mode | ControlSequences) != 0;

#pragma warning disable SYSLIB1054                                       // generated code would need AllowUnsafeBlocks
        [DllImport("kernel32.dll"), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        static extern nint GetStdHandle(int which);

        [DllImport("kernel32.dll"), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        static extern int GetConsoleMode(nint handle, out uint mode);

        [DllImport("kernel32.dll"), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        static extern int SetConsoleMode(nint handle, uint mode);
#pragma warning restore SYSLIB1054
    }
}
