using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind.Policies;

/// <summary>Converts the outputs u of a network into the real numbers of an action: action = clip(g(u) ·
/// <see cref="Scale"/> + <see cref="Offset"/>, low, high). A number with two finite bounds has g(u) = u, where u = -1
/// is low and u = +1 is high, so that every network learns in units of its range. A number without such a range has
/// g(u) = sinh(u), which is u near 0 and grows like an exponential: so a number of any size is a few deviations away
/// (docs/ppo.md 9).</summary>
internal sealed class ActionScaling
{
    /// <summary>Where u is cut before sinh, which is 1.2e17 there: the action stays finite.</summary>
    public const float MostGrowth = 40;

    /// <summary>Share of a single bound by which an action begins inside of it, if that is more than 1.</summary>
    const float ShareOfBound = 1e-3f;

    readonly float[] low, high;

    public ActionScaling(ActionLayout actions)
    {
        (low, high) = (actions.Low, actions.High);
        (Scale, Offset, Grows) = (new float[actions.Reals], new float[actions.Reals], new bool[actions.Reals]);
        (Lowest, Highest) = (new float[actions.Reals], new float[actions.Reals]);
        for (var i = 0; i < Scale.Length; i++)
            (Scale[i], Offset[i], Grows[i]) = (float.IsFinite(low[i]), float.IsFinite(high[i])) switch
            {
                (true, true) => ((float)(((double)high[i] - low[i]) / 2), (float)(((double)high[i] + low[i]) / 2), false),
                (true, false) => (Unit(low[i]), low[i] + Unit(low[i]), true),
                (false, true) => (Unit(high[i]), high[i] - Unit(high[i]), true),
                _ => (1, 0, true),
            };
        for (var i = 0; i < Scale.Length; i++)
            (Lowest[i], Highest[i]) = (ToNetwork(i, low[i]), ToNetwork(i, high[i]));
    }

    /// <summary>[reals] half the range; without one 1, or a thousandth of the one bound if that is more. Of the slope
    /// of the action by u at u = 0.</summary>
    public float[] Scale { get; }

    /// <summary>[reals] the action at u = 0: the middle of the range, one <see cref="Scale"/> inside of the only bound,
    /// or 0.</summary>
    public float[] Offset { get; }

    /// <summary>[reals] whether g is sinh: a bound is infinite.</summary>
    public bool[] Grows { get; }

    /// <summary>[reals] u at the lower bound: below, all u are the same action. -∞ without one.</summary>
    public float[] Lowest { get; }

    /// <summary>[reals] u at the upper bound: above, all u are the same action. +∞ without one.</summary>
    public float[] Highest { get; }

    /// <summary>The number that u stands for, not clipped to its bounds.</summary>
    /// <param name="index">The real number, 0 .. reals - 1.</param>
    /// <param name="u">In network units; NaN stays NaN.</param>
    public float Unclipped(int index, float u) => (Grows[index] ? Sinh(u) : u) * Scale[index] + Offset[index];

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
            action[i] = MathF.Min(MathF.Max(Unclipped(i, network[i]), low[i]), high[i]);
    }

    /// <summary>The u that stands for a number.</summary>
    /// <param name="index">The real number, 0 .. reals - 1.</param>
    /// <param name="number">In units of the action.</param>
    public float ToNetwork(int index, float number)
    {
        var g = (number - Offset[index]) / Scale[index];
        return Grows[index] ? MathF.Asinh(g) : g;
    }

    /// <summary>In the steps of the policy's graph, so that both give the same bits.</summary>
    static float Sinh(float u)
    {
        u = MathF.Min(MathF.Max(u, -MostGrowth), MostGrowth);
        return (MathF.Exp(u) - MathF.Exp(-u)) * 0.5f;
    }

    static float Unit(float bound) => MathF.Max(1, ShareOfBound * MathF.Abs(bound));
}
