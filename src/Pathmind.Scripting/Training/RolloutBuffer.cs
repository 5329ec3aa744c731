using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>What the simulations did in one iteration. A track is one agent of one simulation; its steps stand one after the other, so row = track · T + step.
/// A track whose agent waits for the others to finish has fewer than T steps.</summary>
internal sealed class RolloutBuffer
{
    public RolloutBuffer(int tracks, int maxSteps, int observationSize, ActionLayout actions, bool hasMask)
    {
        (Tracks, MaxSteps, Steps, ObservationSize, Actions) = (tracks, maxSteps, maxSteps, observationSize, actions);
        var rows = tracks * maxSteps;
        Observations = new float[rows * observationSize];
        Choices = new int[rows * actions.Heads.Length];
        Reals = new float[rows * actions.Reals];
        Masks = hasMask ? new float[rows * actions.Logits] : null;
        LogProbabilities = new float[rows];
        Rewards = new float[rows];
        Endings = new Ending[rows];
        Values = new float[rows];
        NextValues = new float[rows];
        Advantages = new float[rows];
        Targets = new float[rows];
        Lengths = new int[tracks];
        Rows = new int[rows];
    }

    public int Tracks { get; }

    /// <summary>Most steps for which there is room.</summary>
    public int MaxSteps { get; }

    /// <summary>T: most steps a track makes in this iteration.</summary>
    public int Steps { get; private set; }

    public int ObservationSize { get; }

    public ActionLayout Actions { get; }

    /// <summary>[rows, ObservationSize] as the policy saw them (normalised) once the rollout is complete.</summary>
    public float[] Observations { get; }

    /// <summary>[rows, heads].</summary>
    public int[] Choices { get; }

    /// <summary>[rows, reals] in network units, as drawn, before clipping to the bounds.</summary>
    public float[] Reals { get; }

    /// <summary>[rows, logits] 0 for an allowed choice, a large negative number for another, to be added to the logits; null without masks.</summary>
    public float[]? Masks { get; }

    /// <summary>[rows] of the whole action, in nats, when it was drawn.</summary>
    public float[] LogProbabilities { get; }

    /// <summary>[rows] scaled.</summary>
    public float[] Rewards { get; }

    public Ending[] Endings { get; }

    public float[] Values { get; }

    /// <summary>[rows] value of the observation the step led to, before any reset.</summary>
    public float[] NextValues { get; }

    public float[] Advantages { get; }

    /// <summary>[rows] advantages + values: what the value network learns.</summary>
    public float[] Targets { get; }

    /// <summary>[tracks] steps made.</summary>
    public int[] Lengths { get; }

    /// <summary>[RowCount] numbers of the rows in use, in the order of the tracks.</summary>
    public int[] Rows { get; }

    public int RowCount { get; private set; }

    /// <summary>Begins an iteration.</summary>
    /// <param name="steps">1 .. <see cref="MaxSteps"/>.</param>
    public void Clear(int steps)
    {
        Steps = steps <= MaxSteps ? steps : throw new ArgumentException($"There is room for {MaxSteps} steps; got {steps}.");
        Array.Clear(Lengths);
        RowCount = 0;
    }

    public Span<float> Observation(int row) => Observations.AsSpan(row * ObservationSize, ObservationSize);

    /// <summary>Lists the rows in use.</summary>
    public void Complete()
    {
        RowCount = 0;
        for (var track = 0; track < Tracks; track++)
            for (var step = 0; step < Lengths[track]; step++)
                Rows[RowCount++] = track * Steps + step;
    }
}
