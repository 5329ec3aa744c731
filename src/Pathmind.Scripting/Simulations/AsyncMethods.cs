using System.Runtime.CompilerServices;

namespace Pathmind.Simulations;

/// <summary>Finds methods written <c>async void</c>: they return at their first await, and the rest runs at some later
/// time, on some other thread.</summary>
internal static class AsyncMethods
{
    /// <summary>What is wrong with them, without a full stop.</summary>
    public const string Problem = "it is async, so it returns before its work is done: wait inside it, as in task.GetAwaiter().GetResult()";

    /// <summary>Name of the first one; null if there is none.</summary>
    public static string? Find(Simulation simulation)
    {
        Delegate[] methods = [simulation.Reset, simulation.Step, (Action<int, AgentAction>)simulation.SetAction];
        return methods.Select(method => method.Method)
            .FirstOrDefault(method => method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false))?.Name;
    }
}
