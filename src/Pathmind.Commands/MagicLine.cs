namespace Pathmind.Commands;

/// <summary>A magic of a cell.</summary>
/// <param name="Number">The line of the cell, counted from 1.</param>
/// <param name="Text">What follows the per cent signs: <c>train --steps 10000</c>.</param>
public readonly record struct MagicLine(int Number, string Text);
