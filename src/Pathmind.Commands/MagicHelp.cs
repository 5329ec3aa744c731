namespace Pathmind.Commands;

/// <summary>Help for a word of a magic line.</summary>
/// <param name="Start">Where the word begins in the line (UTF-16).</param>
/// <param name="End">Where it ends; not included.</param>
/// <param name="Text">The help, in lines of text.</param>
public sealed record MagicHelp(int Start, int End, string Text);
