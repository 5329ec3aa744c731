using System.CommandLine;
using System.CommandLine.Parsing;
using Pathmind.Commands;
using Pathmind.Notebook.Jupyter;
using Pathmind.Notebook.Scripts;

namespace Pathmind.Tool;

/// <summary>Carries out a command (train, run, …) on what a script declares; its statements do not run.</summary>
internal static class SessionRun
{
    /// <returns>Exit code; errors of the script and of its simulations are on stderr.</returns>
    /// <exception cref="CommandException">A name is unknown, or a value is not possible.</exception>
    /// <exception cref="ScriptException">There is no such script.</exception>
    /// <exception cref="OperationCanceledException">Interrupted before there was anything to keep.</exception>
    public static int Execute(SessionCommand command, ParseResult given)
    {
        using var interruption = new CancelKey();
        using var lines = given.GetResult("--progress") is OptionResult progress && progress.GetValueOrDefault<string?>() == "json"
            ? new JsonLinesOutput() : null;
        var session = new ScriptSession();
        if (command.Script is { } file)
        {
            var script = ScriptFile.Read(given.GetRequiredValue(file));
            session = script.NewSession();
            var declared = script.Declare(session, interruption.Token);
            ScriptRun.Report(declared);
            if (declared.Error is not null)
                return ExitCode.Failed;
        }
        using var reflection = session.EnterReflection();
        try
        {
            command.Execute(given,
                new(SessionHost.Of(session, Display.Console, interruption.Token, lines is null ? null : lines.WriteLine),
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
