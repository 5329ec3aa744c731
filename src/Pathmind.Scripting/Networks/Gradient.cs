using Pathmind.Numerics;

namespace Pathmind.Networks;

/// <summary>The derivative of a loss by each parameter of a network.</summary>
internal sealed class Gradient
{
    readonly Kernels kernels;
    readonly ParameterLayout layout;
    readonly AlignedBuffer values;

    /// <summary>All derivatives zero.</summary>
    public Gradient(NetworkShape shape)
        : this(shape, Kernels.Best)
    {
    }

    /// <summary>Makes a gradient whose kernels use a chosen vector width.</summary>
    public Gradient(NetworkShape shape, Kernels kernels)
    {
        this.kernels = kernels;
        layout = new(shape);
        values = new(layout.Size);
    }

    public NetworkShape Shape => layout.Shape;

    /// <summary>Derivatives in the network's padded order.</summary>
    public Span<float> Padded => values.Span;

    /// <summary>All derivatives become zero.</summary>
    public void Clear() => values.Span.Clear();

    /// <summary>Adds another gradient of the same shape, which becomes zero.</summary>
    public void Take(Gradient other)
    {
        Network.RequireShape(other.Shape, Shape, "gradient");
        kernels.Add(values.Span, other.values.Span);
        other.Clear();
    }

    /// <summary>Sum of the squared derivatives.</summary>
    public double SquaredNorm() => kernels.SquaredNorm(values.Span);

    /// <summary>Copies the derivatives in canonical order.</summary>
    /// <param name="canonical">[ParameterCount].</param>
    public void CopyTo(Span<float> canonical) => layout.Export(values.Span, canonical);

    public ref float At(int index) => ref values[index];
}
