namespace Pathmind.Notebook.Scripts;

/// <summary>How a submission ended.</summary>
internal sealed record ScriptResult
{
    /// <summary>Whether the last statement was an expression with a value, or a return with one.</summary>
    public bool HasValue { get; init; }

    /// <summary>The value of the last expression.</summary>
    public object? Value { get; init; }

    /// <summary>Whether the value comes from a return: of a script, the exit code.</summary>
    public bool Returned { get; init; }

    /// <summary>Why it failed; null if it did not.</summary>
    public ScriptError? Error { get; init; }

    /// <summary>What the user should know: a package came in another version than asked for.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Types that the submission declared, in their order.</summary>
    public IReadOnlyList<Type> DeclaredTypes { get; init; } = [];
}

/// <summary>An error in the user's code, readable.</summary>
/// <param name="Name">CompilationError, RestoreError, or the type of the exception.</param>
/// <param name="Message">First line.</param>
/// <param name="Traceback">Lines to show: place in the cell or file, the source line with a mark, user frames
/// first.</param>
/// <param name="Exception">What was thrown; null if the code did not compile.</param>
internal sealed record ScriptError(string Name, string Message, IReadOnlyList<string> Traceback, Exception? Exception);
