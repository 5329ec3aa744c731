using Pathmind.Commands;
using Pathmind.Notebook.Scripts;

namespace Pathmind.Tool;

/// <summary>A simulation of a script, compiled in a process that works for another one.</summary>
internal static class ServedSimulation
{
    /// <summary>Compiles the script, finds the simulation, and serves.</summary>
    /// <param name="file">The script.</param>
    /// <param name="simulation">Class in it.</param>
    /// <param name="reward">C# of the reward function; null for the terms' sum.</param>
    /// <param name="serve">Gets what makes simulations, and the reward function.</param>
    /// <returns>Why it could not be served; null if it was.</returns>
    public static string? Open(string file, string simulation, string? reward, Action<Func<Simulation>, Func<Reward, double>?> serve)
    {
        try
        {
            var script = ScriptFile.Read(file);
            var session = script.NewSession();
            if (script.Declare(session).Error is { } error)
                return error.Message;
            using var reflection = session.EnterReflection();
            CommandScope scope = new(SessionHost.Of(session, Display.None, CancellationToken.None), CellOutcome.Empty);
            var create = SimulationTarget.Find(scope, simulation).ForTraining();
            serve(create, reward is null ? null : (Func<Reward, double>?)scope.Host.Evaluate(reward, typeof(Func<Reward, double>)));
            return null;
        }
        catch (Exception exception) when (exception is CommandException or ScriptException)
        {
            return exception.Message;
        }
    }
}
