namespace Pathmind;

/// <summary>Contents shown one below the other.</summary>
public sealed record ContentList : DisplayContent
{
    /// <summary>Contents from top to bottom.</summary>
    public ContentList(params DisplayContent[] parts) => Parts = [.. parts];

    /// <summary>Contents from top to bottom.</summary>
    public IReadOnlyList<DisplayContent> Parts { get; }
}
