using Pathmind.Training;

namespace Pathmind.Commands;

/// <summary>What commands (train, run, …) need of the notebook or the command line that they run in: plain delegates,
/// so that a host does not have to derive from a class of the kit.</summary>
public sealed class CommandHost
{
    /// <summary>Variables of the session, oldest first.</summary>
    public required Func<IReadOnlyList<KeyValuePair<string, object?>>> Variables { get; init; }

    /// <summary>Types that the session declared, oldest first.</summary>
    public required Func<IReadOnlyList<Type>> Types { get; init; }

    /// <summary>Declares a variable, or gives it a new value.</summary>
    public required Action<string, object?> Set { get; init; }

    /// <summary>Value of a C# expression, converted to a type: a reward function from its text. Throws a
    /// <see cref="CommandException"/> with the compiler's message if it cannot be compiled.</summary>
    public required Func<string, Type, object?> Evaluate { get; init; }

    /// <summary>Where tables, plots and progress appear.</summary>
    public required IDisplay Display { get; init; }

    /// <summary>Cancelled when the user asks to stop.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Writes a line for another program (<c>--progress json</c>); null to show it as text.</summary>
    public Action<string>? WriteLine { get; init; }

    /// <summary>C# of the cells that were compiled, without their magics, oldest first; null if the host does not know
    /// it.</summary>
    public Func<IReadOnlyList<string>>? Cells { get; init; }

    /// <summary>Folder below which trained policies are looked for.</summary>
    internal string Folder { get; init; } = ".";

    /// <summary>Reaches a cluster that runs the slices of a population; null if the host knows of none.</summary>
    internal Func<SliceSource, ISliceRunner>? Slices { get; init; }

    /// <summary>Has processes that run the simulations of a training; null if the host knows of none.</summary>
    internal Func<SliceSource, IWorkerHost>? Workers { get; init; }

    /// <summary>Whether it ends steps that take too long itself, so that a training needs no processes for
    /// that.</summary>
    internal bool LimitsSteps { get; init; }

    /// <summary>A host of an empty session that shows nothing.</summary>
    internal static CommandHost None { get; } = new()
    {
        Variables = () => [], Types = () => [], Set = (_, _) => { },
        Evaluate = (text, _) => throw new CommandException($"There is no session to evaluate '{text}' in."),
        Display = Pathmind.Display.None,
    };
}
