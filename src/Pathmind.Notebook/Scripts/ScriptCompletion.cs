namespace Pathmind.Notebook.Scripts;

/// <summary>A candidate. Kind: class, method, property, keyword, …</summary>
internal sealed record ScriptCompletion(string Text, string Kind);
