using Pathmind.Commands;
using Pathmind.Notebook.Scripts;

namespace Pathmind.Tool;

/// <summary>A simulation of a script, compiled in a process that works for another one.</summary>
/// <param name="File">The script.</param>
/// <param name="Simulation">Class in it; null for the last one that it declares.</param>
/// <param name="Reward">C# of the reward function; null for the terms' sum.</param>
internal sealed record ServedSimulation(string File, string? Simulation, string? Reward)
{
    /// <summary>Compiles the script, finds the simulation, and serves.</summary>
    /// <param name="serve">Gets what makes simulations, and the reward function.</param>
    /// <returns>Why it could not be served; null if it was.</returns>
    public string? Open(Action<Func<Simulation>, Func<Reward, double>?> serve)
    {
        try
        {
            var script = ScriptFile.Read(File);
            var session = script.NewSession();
            if (script.Declare(session).Error is { } error)
                return error.Message;
            using var reflection = session.EnterReflection();
            CommandScope scope = new(SessionHost.Of(session, Display.None, CancellationToken.None), CellOutcome.Empty);
            var create = SimulationTarget.Find(scope, Simulation).ForTraining();
            serve(create, Reward is null ? null : (Func<Reward, double>?)scope.Host.Evaluate(Reward, typeof(Func<Reward, double>)));
            return null;
        }
        catch (Exception exception) when (exception is CommandException or ScriptException)
        {
            return exception.Message;
        }
    }
}
