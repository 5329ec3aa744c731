using System.CommandLine;
using System.Runtime.InteropServices;
using Pathmind.Commands;
using Pathmind.Displays;
using Pathmind.Notebook.Scripts;
using Pathmind.Simulations;
using Pathmind.Training;

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
        using StopPatience patience = new(command.Lost(given), words => End(words, lines), PosixSignal.SIGINT, PosixSignal.SIGTERM);
        try
        {
            return Execute(command, given, lines, cancelKey.Token);
        }
        catch (Exception exception) when (exception is CommandException or ScriptException)
        {
            lines?.WriteLine(JsonProgress.Ended(StopReason.Failed, exception.Message));
            throw;
        }
        catch (OperationCanceledException)
        {
            lines?.WriteLine(JsonProgress.Ended(StopReason.Interrupted, "It was stopped before there was anything to keep."));
            throw;
        }
    }

    static int Execute(SessionCommand command, ParseResult given, JsonLinesOutput? lines, CancellationToken cancellation)
    {
        var session = new ScriptSession();
        var file = command.Script is { } argument ? given.GetRequiredValue(argument) : null;
        using var python = file is not null && PythonWord.IsPython(file) ? PythonWord.Open(file, command.StepTimeLimit(given)) : null;
        if (python is not null)
            session.Set(PythonWord.VariableOf(python), python);
        else if (file is not null)
        {
            var script = ScriptFile.Read(file);
            session = script.NewSession();
            var declared = script.Declare(session, cancellation);
            ScriptRun.Report(declared);
            if (declared.Error is { } error)
                return Fail(error.Message, lines);
        }
        using var reflection = session.EnterReflection();
        try
        {
            command.Execute(given,
                new(
                    SessionHost.Of(
                        session, Display.Console, cancellation, lines is null ? null : lines.WriteLine,
                        python is null ? ClusterTraining.Begin : NotOfPython<ISliceRunner>,
                        python is null ? RolloutTraining.Begin : NotOfPython<IWorkerHost>,
                        limitsSteps: python is not null),
                    CellOutcome.Empty));
            return 0;
        }
        catch (SliceException exception)                                 // it happened elsewhere: no place in this process explains it
        {
            Console.Error.WriteLine(exception.Message);
            return Fail(exception.Message, lines);
        }
        catch (Exception exception) when (exception is not (CommandException or ScriptException or OperationCanceledException))
        {
            ScriptRun.Report(session.Explain(exception));
            if (exception is TrainingException)
                return ExitCode.Failed;                                  // it has said its end
            return Fail(ThrowPlace.MessageOf(exception), lines);
        }
    }

    /// <summary>Workers compile a script, and there is none.</summary>
    static T NotOfPython<T>(SliceSource source) => throw new CommandException(
        $"{source.File} runs in processes of Python on this machine: leave --workers and --cluster out.");

    /// <summary>Ends the program while something in it still runs.</summary>
    static void End(string words, JsonLinesOutput? lines)
    {
        lines?.WriteLine(JsonProgress.Ended(StopReason.Interrupted, words));
        StopPatience.End(words);
    }

    static int Fail(string message, JsonLinesOutput? lines)
    {
        lines?.WriteLine(JsonProgress.Ended(StopReason.Failed, message));
        return ExitCode.Failed;
    }
}
