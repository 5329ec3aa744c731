namespace Pathmind;

/// <summary>A line of text.</summary>
public sealed record TextLine(string Text) : DisplayContent;
