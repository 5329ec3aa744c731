using Pathmind.Clusters.Work;
using Pathmind.Training;

namespace Pathmind.Tool;

/// <summary><c>rollouts FILE SIMULATION</c>: what a training with workers starts. Compiles a script and runs parts of
/// rollouts of its simulation: messages come in on standard input, and go out on standard output.</summary>
internal sealed class RolloutsCommand()
    : ServedCommand(SliceProgram.Rollouts, "Runs simulations for a training with workers, which starts it.")
{
    protected override int Serve(ServedSimulation simulation)
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);                                   // what the simulation prints is not a message
        MessageStream orders = new(input), answers = new(output);
        var failure = simulation.Open(
            (create, function) => new RolloutServer(create, function, answers.Write).Serve(orders.Read, () => Environment.Exit(0)));
        if (failure is null)
            return 0;
        answers.Write(WorkerMessages.Of(WorkerMessage.Failed, -1, new WorkerFailure(failure).Transfer));
        while (orders.Read() is not null)                                // the training ends it
        {
        }
        return ExitCode.Failed;
    }
}
