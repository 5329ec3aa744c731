namespace Pathmind.Commands;

/// <summary>What can stand in a magic line instead of the text between two positions.</summary>
/// <param name="Start">First position (UTF-16) that a candidate replaces.</param>
/// <param name="End">Where what it replaces ends; not included.</param>
/// <param name="Suggestions">The texts, in the order of the grammar.</param>
public sealed record MagicCompletions(int Start, int End, IReadOnlyList<string> Suggestions);
