using Pathmind.Policies.Onnx;

namespace Pathmind.Policies;

/// <summary>A policy's graph made ready to decide about one observation at a time. One thread at a time.</summary>
internal sealed class DecisionSession
{
    readonly OnnxSession session;

    /// <param name="plan">Computes <see cref="PolicyGraph.Action"/>, and the next state if there is one; may be
    /// shared.</param>
    /// <param name="description">What the graph must fit.</param>
    /// <exception cref="InvalidDataException">The graph's shapes do not fit together, or not the
    /// description.</exception>
    public DecisionSession(OnnxPlan plan, PolicyDescription description)
    {
        (Plan, session) = (plan, new(plan));
        session.Bind(rows: 1);
        Observations = session[PolicyGraph.Observations].Floats;
        Mask = description.HasMask ? session[PolicyGraph.Mask].Floats : null;
        (State, NextState) = description.StateSize > 0
            ? (session[PolicyGraph.State].Floats, session[PolicyGraph.NextState].Floats) : ([], []);
        Action = session[PolicyGraph.Action] is { IsInteger: false } flat
            && flat.Shape.AsSpan().SequenceEqual([1, description.Actions.Size]) ? flat.Floats
            : throw new InvalidDataException(
                $"its output '{PolicyGraph.Action}' is not float32 of shape [1, {description.Actions.Size}] for one row");
    }

    public OnnxPlan Plan { get; }

    /// <summary>[D] to be written before a run, in the policy's order.</summary>
    public float[] Observations { get; }

    /// <summary>[logits] to be written before a run, not 0 where a choice is allowed; null without masks.</summary>
    public float[]? Mask { get; }

    /// <summary>[state] to be written before a run; empty without a memory.</summary>
    public float[] State { get; }

    /// <summary>[state] that the last run left: the state of the next one.</summary>
    public float[] NextState { get; }

    /// <summary>[A] the flat action that the last run left.</summary>
    public float[] Action { get; }

    public void Run() => session.Run();
}
