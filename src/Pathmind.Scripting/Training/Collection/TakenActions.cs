using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>What was done in the rows of an imitation, which hold what the teacher would have done.</summary>
/// <param name="actions">The action space.</param>
/// <param name="rows">For which there is room.</param>
internal sealed class TakenActions(ActionLayout actions, int rows)
{
    /// <summary>[rows, heads] index of the chosen alternative of each choice.</summary>
    public int[] Choices { get; } = new int[rows * actions.Heads.Length];

    /// <summary>[rows, reals] in network units.</summary>
    public float[] Reals { get; } = new float[rows * actions.Reals];

    /// <summary>Writes what was done in a row.</summary>
    public void Set(int row, ReadOnlySpan<int> choices, ReadOnlySpan<float> reals)
    {
        choices.CopyTo(Choices.AsSpan(row * choices.Length));
        reals.CopyTo(Reals.AsSpan(row * reals.Length));
    }
}
