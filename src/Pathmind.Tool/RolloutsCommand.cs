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
        MessageStream messages = new(input), answers = new(output);
        Orders<byte[]> orders = new(messages.Read);
        var failure = simulation.Open(
            (create, function) => new RolloutServer(create, function, answers.Write).Serve(orders.Next, () => { }));
        answers.Write(WorkerMessages.Of(WorkerMessage.Failed, -1, new WorkerFailure(failure!).Transfer));
        while (true)                                                     // the training ends it
            orders.Next();
    }
}
