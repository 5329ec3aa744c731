using System.Runtime.CompilerServices;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>The lists behind an agent's action, used again at every step.</summary>
/// <param name="places">Positions of its kind's numbers among those of all kinds.</param>
/// <param name="hasKinds">Whether there are several.</param>
internal sealed class AgentBuffers(KindPlaces places, bool hasKinds)
{
    readonly int[] choices = new int[places.Heads.Length];
    readonly float[] values = new float[places.Reals.Length];
    readonly float[] all = new float[hasKinds && places.Presence is { } union ? union.Length : places.Reals.Length];

    /// <param name="actions">The space.</param>
    /// <param name="scaling">From network units to actions.</param>
    /// <param name="drawnChoices">[heads].</param>
    /// <param name="drawnReals">[reals] in network units.</param>
    /// <returns>The action as the simulation reads it, real numbers scaled and clipped to their bounds; valid until the
    /// next call.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AgentAction ToAction(ActionLayout actions, ActionScaling scaling, ReadOnlySpan<int> drawnChoices, ReadOnlySpan<float> drawnReals)
    {
        if (hasKinds)
            return ToOwn(scaling, drawnChoices, drawnReals);
        if (actions.IsSingleChoice)
            return drawnChoices[0];
        drawnChoices.CopyTo(choices);
        scaling.ToAction(drawnReals, values);
        return actions.ToAction(choices, values);
    }

    /// <summary>The agent's own part of what was drawn for all kinds.</summary>
    AgentAction ToOwn(ActionScaling scaling, ReadOnlySpan<int> drawnChoices, ReadOnlySpan<float> drawnReals)
    {
        scaling.ToAction(drawnReals, all);
        for (var i = 0; i < choices.Length; i++)
            choices[i] = drawnChoices[places.Heads[i]];
        for (var i = 0; i < values.Length; i++)
            values[i] = all[places.Reals[i]];
        return places.Kind.Actions.ToAction(choices, values);
    }
}
