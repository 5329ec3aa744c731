namespace Pathmind.Notebook.Scripts;

/// <summary>A variable of a session.</summary>
internal sealed record ScriptVariable(string Name, Type Type, object? Value);
