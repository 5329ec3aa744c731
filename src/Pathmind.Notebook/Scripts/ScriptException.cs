namespace Pathmind.Notebook.Scripts;

/// <summary>An expression could not be evaluated, or a file could not be read as a script.</summary>
internal sealed class ScriptException(string message, Exception? inner = null) : Exception(message, inner);
