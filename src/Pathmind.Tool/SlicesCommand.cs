using Pathmind.Clusters.Work;

namespace Pathmind.Tool;

/// <summary><c>slices FILE SIMULATION</c>: what a worker starts. Compiles a script, and trains slices of its
/// simulation: a line of JSON for each comes in on standard input, lines about it go out.</summary>
internal sealed class SlicesCommand() : ServedCommand(SliceProgram.Slices, "Trains slices of a population for a worker, which starts it.")
{
    protected override int Serve(ServedSimulation simulation)
    {
        Orders<string> orders = new(Console.In.ReadLine);
        using JsonLinesOutput output = new();
        var failure = simulation.Open((create, function) => new SliceServer(create, function, output.WriteLine).Serve(orders.Next));
        while (true)                                                     // each time, until the worker is gone
        {
            orders.Next();
            output.WriteLine(SliceFiles.Write(new SliceNews(Failure: failure)));
        }
    }
}
