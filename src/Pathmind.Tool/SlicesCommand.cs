using Pathmind.Clusters.Work;

namespace Pathmind.Tool;

/// <summary><c>slices FILE SIMULATION</c>: what a worker starts. Compiles a script, and trains slices of its
/// simulation: a line of JSON for each comes in on standard input, lines about it go out.</summary>
internal sealed class SlicesCommand() : ServedCommand(SliceProgram.Slices, "Trains slices of a population for a worker, which starts it.")
{
    protected override int Serve(ServedSimulation simulation)
    {
        using JsonLinesOutput output = new();
        var failure = simulation.Open(
            (create, function) => new SliceServer(create, function, output.WriteLine).Serve(Console.In, () => Environment.Exit(0)));
        if (failure is null)
            return 0;
        while (Console.In.ReadLine() is not null)                        // each time, until the worker is gone
            output.WriteLine(SliceFiles.Write(new SliceNews(Failure: failure)));
        return ExitCode.Failed;
    }
}
