namespace Pathmind.Scripts;

/// <summary>A sequence of C# submissions that share their state: the cells of a notebook, or one script file.</summary>
internal sealed class ScriptSession
{
    /// <summary>A session without any declaration yet.</summary>
    public ScriptSession(ScriptSessionOptions? options = null) => Options = options ?? new();

    /// <summary>As given at the start.</summary>
    public ScriptSessionOptions Options { get; }

    /// <summary>Compiles and runs a submission; what it declares stays, also when it throws or is aborted. Errors of the user's code are in the result, never thrown.
    /// Runs on the calling thread up to the first await.</summary>
    /// <param name="code">C# as in a script, with #r, #i and #load.</param>
    /// <param name="name">What error messages call it: <c>In [3]</c>, or the path of a file.</param>
    /// <param name="cancellation">Handed to the restore of packages, and to code that asks for it.</param>
    public Task<ScriptResult> RunAsync(string code, string name, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Variables of the session by name, the newest declaration of a name only; oldest first.</summary>
    public IReadOnlyList<ScriptVariable> Variables => throw new NotImplementedException();

    /// <summary>Types that submissions declared, oldest first; a name declared again stands once, at its newest place.</summary>
    public IReadOnlyList<Type> Types => throw new NotImplementedException();

    /// <summary>Declares a variable of the value's type (nearest public type), or gives it a new value.</summary>
    public void Set(string name, object? value) => throw new NotImplementedException();

    /// <summary>Value of an expression, converted to the type: <c>x => 2 * x["found"]</c> as Func&lt;…&gt;.</summary>
    /// <exception cref="ScriptException">It does not compile, or throws.</exception>
    public object? Evaluate(string expression, Type type) => throw new NotImplementedException();

    /// <summary>What can stand at the position (UTF-16 index).</summary>
    public ScriptCompletions Complete(string code, int position) => throw new NotImplementedException();

    /// <summary>Signature and documentation of what stands at the position; null if nothing is known.</summary>
    public ScriptInspection? Inspect(string code, int position) => throw new NotImplementedException();

    /// <summary>Whether the code can be run, or goes on in the next line.</summary>
    public ScriptCompleteness Completeness(string code) => throw new NotImplementedException();
}
