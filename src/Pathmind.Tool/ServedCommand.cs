using System.CommandLine;
using System.Runtime.InteropServices;

namespace Pathmind.Tool;

/// <summary>What another process of the kit starts, to have the simulation of a script run for it.</summary>
internal abstract class ServedCommand : Command
{
    readonly Argument<string> file = new("FILE");
    readonly Argument<string> simulation = new("SIMULATION");
    readonly Option<string?> reward = new("--reward");

    /// <param name="verb">Its word, which does not stand in the help.</param>
    /// <param name="description">What it is for.</param>
    protected ServedCommand(string verb, string description)
        : base(verb, description)
    {
        Hidden = true;
        Add(file);
        Add(simulation);
        Add(reward);
        SetAction(given =>
        {
            using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);  // not its own
            return Serve(new(given.GetRequiredValue(file), given.GetRequiredValue(simulation), given.GetValue(reward)));
        });
    }

    /// <summary>Serves it until the other process is gone.</summary>
    /// <returns>The exit code.</returns>
    protected abstract int Serve(ServedSimulation simulation);
}
