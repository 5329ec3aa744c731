using System.CommandLine;
using System.Runtime.InteropServices;
using Pathmind.Clusters.Work;
using Pathmind.Commands;
using Pathmind.Notebook.Scripts;

namespace Pathmind.Tool;

/// <summary><c>slices FILE SIMULATION</c>: what a worker starts. Compiles a script, and trains slices of its
/// simulation: a line of JSON for each comes in on standard input, lines about it go out.</summary>
internal sealed class SlicesCommand : Command
{
    public const string Verb = "slices";

    readonly Argument<string> file = new("FILE");
    readonly Argument<string> simulation = new("SIMULATION");
    readonly Option<string?> reward = new("--reward");

    public SlicesCommand()
        : base(Verb, "Trains slices of a population for a worker, which starts it.")
    {
        Hidden = true;
        Add(file);
        Add(simulation);
        Add(reward);
        SetAction(given => Serve(given));
    }

    int Serve(ParseResult given)
    {
        using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);  // Ctrl+C is the worker's
        using JsonLinesOutput output = new();
        var script = ScriptFile.Read(given.GetRequiredValue(file));
        var session = script.NewSession();
        string? failure;
        try
        {
            failure = script.Declare(session).Error?.Message;
            if (failure is null)
            {
                using var reflection = session.EnterReflection();
                CommandScope scope = new(SessionHost.Of(session, Display.None, CancellationToken.None), CellOutcome.Empty);
                var create = SimulationTarget.Find(scope, given.GetRequiredValue(simulation)).ForTraining();
                var function = given.GetValue(reward) is { } text
                    ? (Func<Reward, double>?)scope.Host.Evaluate(text, typeof(Func<Reward, double>)) : null;
                new SliceServer(create, function, output.WriteLine).Serve(Console.In, () => Environment.Exit(0));
                return 0;
            }
        }
        catch (Exception exception) when (exception is CommandException or ScriptException)
        {
            failure = exception.Message;
        }
        while (Console.In.ReadLine() is not null)                        // each time, until the worker is gone
            output.WriteLine(SliceFiles.Write(new SliceNews(Failure: failure)));
        return ExitCode.Failed;
    }
}
