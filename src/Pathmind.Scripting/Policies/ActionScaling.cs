using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind.Policies;

/// <summary>Converts the outputs u of a network into the real numbers of an action: action = clip(u ·
/// <see cref="Scale"/> + <see cref="Offset"/>, low, high). A number with two finite bounds maps u = -1 to low and u =
/// +1 to high, so that every network learns in units of its range; any other is u itself (docs/ppo.md 9).</summary>
internal sealed class ActionScaling
{
    readonly float[] low, high;

    public ActionScaling(ActionLayout actions)
    {
        (low, high) = (actions.Low, actions.High);
        (Scale, Offset) = (new float[actions.Reals], new float[actions.Reals]);
        for (var i = 0; i < Scale.Length; i++)
            (Scale[i], Offset[i]) = float.IsFinite(low[i]) && float.IsFinite(high[i])
                ? ((float)(((double)high[i] - low[i]) / 2), (float)(((double)high[i] + low[i]) / 2))
                : (1, 0);
    }

    /// <summary>[reals] half the range; 1 without one. A standard deviation in network units times this is one in
    /// action units.</summary>
    public float[] Scale { get; }

    /// <summary>[reals] middle of the range; 0 without one.</summary>
    public float[] Offset { get; }

    /// <summary>Scaled and clipped to the bounds.</summary>
    /// <param name="network">[reals] in network units; NaN stays NaN.</param>
    /// <param name="action">[reals] in action units; may be the same memory.</param>
    /// <exception cref="ArgumentException">A length is not that of the space.</exception>
    public void ToAction(ReadOnlySpan<float> network, Span<float> action)
    {
        if (network.Length != Scale.Length || action.Length != Scale.Length)
            throw new ArgumentException($"ActionScaling needs {Counted.Of(Scale.Length, "number")}; got {network.Length}, and room "
                + $"for {action.Length}.");
        for (var i = 0; i < network.Length; i++)
            action[i] = MathF.Min(MathF.Max(network[i] * Scale[i] + Offset[i], low[i]), high[i]);
    }
}
