using System.CommandLine;
using System.Runtime.InteropServices;
using Pathmind.Clusters.Work;

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
        var failure = ServedSimulation.Open(
            given.GetRequiredValue(file), given.GetRequiredValue(simulation), given.GetValue(reward),
            (create, function) => new SliceServer(create, function, output.WriteLine).Serve(Console.In, () => Environment.Exit(0)));
        if (failure is null)
            return 0;
        while (Console.In.ReadLine() is not null)                        // each time, until the worker is gone
            output.WriteLine(SliceFiles.Write(new SliceNews(Failure: failure)));
        return ExitCode.Failed;
    }
}
