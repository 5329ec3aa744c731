using System.Collections.Immutable;

namespace Pathmind.Drawings;

/// <summary>One picture as data.</summary>
/// <param name="Width">In units; above 0.</param>
/// <param name="Height">In units; above 0.</param>
/// <param name="Shapes">From the lowest to the topmost.</param>
internal sealed record Drawing(double Width, double Height, ImmutableArray<DrawnShape> Shapes);
