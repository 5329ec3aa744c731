namespace Pathmind.Notebook.Scripts;

/// <summary>What is known of a symbol.</summary>
internal sealed record ScriptInspection(string Signature, string? Documentation);
