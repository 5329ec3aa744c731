using Pathmind.Scripts;

namespace Pathmind.Jupyter;

/// <summary>What magics need of the session of a notebook.</summary>
internal static class SessionHost
{
    public static CommandHost Of(ScriptSession session, IDisplay display, CancellationToken cancellation) => new()
    {
        Variables = () => [.. session.Variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value))],
        Types = () => session.Types,
        Set = session.Set,
        Evaluate = session.Evaluate,
        Display = display,
        Cancellation = cancellation,
    };
}
