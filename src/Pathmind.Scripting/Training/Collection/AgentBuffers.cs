using System.Runtime.CompilerServices;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>The lists behind an agent's action, used again at every step.</summary>
internal sealed class AgentBuffers(ActionLayout layout)
{
    readonly int[] choices = new int[layout.Heads.Length];
    readonly float[] values = new float[layout.Reals];

    /// <param name="actions">The space.</param>
    /// <param name="scaling">From network units to actions.</param>
    /// <param name="drawnChoices">[heads].</param>
    /// <param name="drawnReals">[reals] in network units.</param>
    /// <returns>The action as the simulation reads it, real numbers scaled and clipped to their bounds; valid until the next call.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AgentAction ToAction(ActionLayout actions, ActionScaling scaling, ReadOnlySpan<int> drawnChoices, ReadOnlySpan<float> drawnReals)
    {
        if (actions.IsSingleChoice)
            return drawnChoices[0];
        drawnChoices.CopyTo(choices);
        scaling.ToAction(drawnReals, values);
        return actions.IsSingleReal ? values[0] : AgentAction.Of(choices, values);
    }
}
