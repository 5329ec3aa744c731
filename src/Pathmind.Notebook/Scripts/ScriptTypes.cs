namespace Pathmind.Scripts;
// contract; one file a type later
/// <summary>Where and how a session runs.</summary>
internal sealed record ScriptSessionOptions
{
    /// <summary>Folder that relative paths of #r and #load start from.</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;
    /// <summary>Arguments of a script: <c>Args</c>.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];
}
/// <summary>A variable of a session.</summary>
internal sealed record ScriptVariable(string Name, Type Type, object? Value);
/// <summary>How a submission ended.</summary>
internal sealed record ScriptResult
{
    /// <summary>Whether the last statement was an expression with a value.</summary>
    public bool HasValue { get; init; }
    /// <summary>The value of the last expression.</summary>
    public object? Value { get; init; }
    /// <summary>Why it failed; null if it did not.</summary>
    public ScriptError? Error { get; init; }
    /// <summary>What the user should know: a package came in another version than asked for.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
    /// <summary>Types that the submission declared, in their order.</summary>
    public IReadOnlyList<Type> DeclaredTypes { get; init; } = [];
}
/// <summary>An error in the user's code, readable.</summary>
/// <param name="Name">CompilationError, or the type of the exception.</param>
/// <param name="Message">First line.</param>
/// <param name="Traceback">Lines to show: place in the cell or file, the source line with a mark, user frames first.</param>
/// <param name="Exception">What was thrown; null if the code did not compile.</param>
internal sealed record ScriptError(string Name, string Message, IReadOnlyList<string> Traceback, Exception? Exception);
/// <summary>Candidates for the text between Start and End.</summary>
internal sealed record ScriptCompletions(int Start, int End, IReadOnlyList<ScriptCompletion> Candidates);
/// <summary>A candidate. Kind: class, method, property, keyword, …</summary>
internal sealed record ScriptCompletion(string Text, string Kind);
/// <summary>What is known of a symbol.</summary>
internal sealed record ScriptInspection(string Signature, string? Documentation);
/// <summary>complete, incomplete (with the indentation of the next line), or invalid.</summary>
internal enum ScriptCompleteness { Complete, Incomplete, Invalid }
/// <summary>An expression could not be evaluated.</summary>
internal sealed class ScriptException(string message, Exception? inner = null) : Exception(message, inner);
