using System.CommandLine;
using System.Runtime.InteropServices;
using Pathmind.Commands;
using Pathmind.Displays;
using Pathmind.Notebook.Scripts;

namespace Pathmind.Tool;

/// <summary>Executes a command (train, run, …) on what a script declares; the script's statements do not run.</summary>
internal static class SessionRun
{
    /// <returns>Exit code; errors of the script and of its simulations go to stderr.</returns>
    /// <exception cref="CommandException">A name is unknown, or a value is not possible.</exception>
    /// <exception cref="ScriptException">There is no such script.</exception>
    /// <exception cref="OperationCanceledException">Interrupted before there was anything to keep.</exception>
    public static int Execute(SessionCommand command, ParseResult given)
    {
        using CancelKey cancelKey = new(ending: null, PosixSignal.SIGTERM);
        using var lines = command.WritesJson(given) ? new JsonLinesOutput() : null;
        var session = new ScriptSession();
        if (command.Script is { } file)
        {
            var script = ScriptFile.Read(given.GetRequiredValue(file));
            session = script.NewSession();
            var declared = script.Declare(session, cancelKey.Token);
            ScriptRun.Report(declared);
            if (declared.Error is not null)
                return ExitCode.Failed;
        }
        using var reflection = session.EnterReflection();
        try
        {
            command.Execute(given,
                new(SessionHost.Of(session, Display.Console, cancelKey.Token, lines is null ? null : lines.WriteLine),
                    CellOutcome.Empty));
            return 0;
        }
        catch (Exception exception) when (exception is not (CommandException or ScriptException or OperationCanceledException))
        {
            ScriptRun.Report(session.Explain(exception));
            return ExitCode.Failed;
        }
    }
}
