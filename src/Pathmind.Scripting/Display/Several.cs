namespace Pathmind;

/// <summary>Contents shown one below the other.</summary>
public sealed record Several : DisplayContent
{
    /// <summary>Contents from top to bottom.</summary>
    public Several(params DisplayContent[] parts) => Parts = [.. parts];

    /// <summary>Contents from top to bottom.</summary>
    public IReadOnlyList<DisplayContent> Parts { get; }
}
