namespace Pathmind.Notebook.Scripts;

/// <summary>Suggestions for the text between Start and End (UTF-16 indices).</summary>
internal sealed record ScriptCompletions(int Start, int End, IReadOnlyList<ScriptCompletion> Suggestions);
