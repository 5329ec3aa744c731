namespace Pathmind.Notebook.Scripts;

/// <summary>An error in the user's code, readable.</summary>
/// <param name="Name">CompilationError, RestoreError, or the type of the exception.</param>
/// <param name="Message">First line.</param>
/// <param name="Traceback">Lines to show: place in the cell or file, the source line with a mark, user frames
/// first.</param>
/// <param name="Exception">What was thrown; null if the code did not compile.</param>
internal sealed record ScriptError(string Name, string Message, IReadOnlyList<string> Traceback, Exception? Exception);
