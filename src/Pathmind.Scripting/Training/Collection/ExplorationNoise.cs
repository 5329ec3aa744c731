using System.Runtime.CompilerServices;
using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>Normal noise for one agent's continuous actions: each number is N(0, 1) at every step, but steps that
/// follow each other are correlated, so that a swing once begun goes on for a while. Independent noise averages out
/// before it reaches anything (Eberhard et al. 2023, "Pink noise is all you need"; Hollenstein et al. 2024,
/// arXiv:2312.11091, for on-policy methods).</summary>
/// <remarks>z(t) = ρ·z(t−1) + √(1 − ρ²)·ε(t), restarted with every episode (docs/ppo.md 10). The log-probability is
/// that of independent noise.</remarks>
internal sealed class ExplorationNoise(int size)
{
    readonly float[] last = new float[size];
    bool isFirst = true;

    /// <summary>Of so many simulations one explores with correlated noise, unless a learner wants others.</summary>
    public const int UsualOneIn = 8;

    /// <summary>Whether a simulation, by its number from 0, explores with correlated noise.</summary>
    /// <param name="environment">Its number.</param>
    /// <param name="oneIn">Of so many simulations one; at least 1.</param>
    public static bool IsCorrelatedIn(int environment, int oneIn = UsualOneIn) => environment % oneIn == oneIn - 1;

    /// <summary>The next step is the first of an episode.</summary>
    public void Restart() => isFirst = true;

    /// <summary>Carries over the noise of the last step.</summary>
    public void Transfer(StateTransfer state)
    {
        state.Pass(last.AsSpan());
        state.Pass(ref isFirst);
    }

    /// <param name="random">Where ε comes from.</param>
    /// <param name="correlation">ρ, in [0, 1).</param>
    /// <returns>[size] noise of the next step; valid until the next call.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<float> Next(RandomStream random, float correlation)
    {
        if (last.Length == 0)
            return default;
        var fresh = MathF.Sqrt(1 - correlation * correlation);
        for (var i = 0; i < last.Length; i++)
        {
            var normal = random.NextNormal();
            last[i] = isFirst ? normal : correlation * last[i] + fresh * normal;
        }
        isFirst = false;
        return last;
    }
}
