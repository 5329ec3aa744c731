using Pathmind.Commands;
using Pathmind.Training;

namespace Pathmind.Notebook.Scripts;

/// <summary>A script session as the host of commands.</summary>
internal static class SessionHost
{
    public static CommandHost Of(
        ScriptSession session, IDisplay display, CancellationToken cancellation, Action<string>? writeLine = null,
        Func<SliceSource, ISliceRunner>? slices = null, Func<SliceSource, IWorkerHost>? workers = null,
        bool limitsSteps = false) => new()
        {
            Variables = () => [.. session.Variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value))],
            Types = () => session.Types,
            Set = session.Set,
            Evaluate = (expression, type) => Evaluate(session, expression, type),
            Display = display,
            Cells = () => session.Texts,
            Cancellation = cancellation,
            WriteLine = writeLine,
            Slices = slices,
            Workers = workers,
            LimitsSteps = limitsSteps,
        };

    static object? Evaluate(ScriptSession session, string expression, Type type)
    {
        try
        {
            return session.Evaluate(expression, type);
        }
        catch (ScriptException exception)                                // a reward function that does not compile is a wrong command
        {
            throw new CommandException(exception.Message, exception);
        }
    }
}
