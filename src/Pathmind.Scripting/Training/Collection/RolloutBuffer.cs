using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>What the simulations did in one iteration, as the collector wrote it: no learner changes it (docs/ppo.md
/// 11).</summary>
/// <remarks>A trajectory is one agent of one simulation; its steps follow each other, so row = trajectory · T + step. A
/// trajectory whose agent waits for the others to finish has fewer than T steps.</remarks>
internal sealed class RolloutBuffer
{
    /// <param name="environments">Simulations side by side.</param>
    /// <param name="agents">Agents of each of them.</param>
    /// <param name="maxSteps">Most steps of a simulation in one iteration.</param>
    /// <param name="observationSize">Numbers of an observation.</param>
    /// <param name="actions">The action space.</param>
    /// <param name="hasMask">Whether some choices are not allowed to some agents.</param>
    /// <param name="hasPresence">Whether some agents do not have all real numbers of the space.</param>
    public RolloutBuffer(
        int environments, int agents, int maxSteps, int observationSize, ActionLayout actions, bool hasMask, bool hasPresence = false)
    {
        (Trajectories, Agents, MaxSteps, Steps) = (environments * agents, agents, maxSteps, maxSteps);
        (ObservationSize, Actions) = (observationSize, actions);
        var rows = Trajectories * maxSteps;
        Observations = new float[rows * observationSize];
        Choices = new int[rows * actions.Heads.Length];
        Reals = new float[rows * actions.Reals];
        Masks = hasMask ? new float[rows * actions.Logits] : null;
        Presence = hasPresence ? new float[rows * actions.Reals] : null;
        LogProbabilities = new float[rows];
        Rewards = new float[rows];
        Endings = new Ending[rows];
        Lengths = new int[Trajectories];
        Rows = new int[rows];
        Tails = [.. Enumerable.Range(0, environments).Select(_ => new RolloutTails(observationSize))];
    }

    /// <summary>Simulations · agents.</summary>
    public int Trajectories { get; }

    /// <summary>Agents of each simulation.</summary>
    public int Agents { get; }

    /// <summary>Most steps for which there is room.</summary>
    public int MaxSteps { get; }

    /// <summary>T: most steps of a trajectory in this iteration.</summary>
    public int Steps { get; private set; }

    /// <summary>Rows there is room for in this iteration, those that are not in use included: trajectories ·
    /// T.</summary>
    public int Capacity => Trajectories * Steps;

    /// <summary>Numbers of an observation.</summary>
    public int ObservationSize { get; }

    /// <summary>The action space.</summary>
    public ActionLayout Actions { get; }

    /// <summary>[rows, ObservationSize] as the simulation gave them, not normalised.</summary>
    public float[] Observations { get; }

    /// <summary>[rows, heads] index of the chosen alternative of each choice.</summary>
    public int[] Choices { get; }

    /// <summary>[rows, reals] in network units, as drawn, before clipping to the bounds.</summary>
    public float[] Reals { get; }

    /// <summary>[rows, logits] 0 for an allowed choice, a large negative number for another, to be added to the logits;
    /// null without masks.</summary>
    public float[]? Masks { get; }

    /// <summary>[rows, reals] 1 for a real number of the row's agent, 0 for one that only other kinds of agents have;
    /// null if every agent has all.</summary>
    public float[]? Presence { get; }

    /// <summary>[rows] of the whole action, in nats, when it was drawn.</summary>
    public float[] LogProbabilities { get; }

    /// <summary>[rows] reward of the step, as the reward function made it of the terms, not scaled.</summary>
    public float[] Rewards { get; }

    /// <summary>[rows] whether the step ended the agent's episode, and how.</summary>
    public Ending[] Endings { get; }

    /// <summary>[environments] observations that steps led to where no following row holds them.</summary>
    public RolloutTails[] Tails { get; }

    /// <summary>[trajectories] steps made.</summary>
    public int[] Lengths { get; }

    /// <summary>[RowCount] numbers of the rows in use, in the order of the trajectories.</summary>
    public int[] Rows { get; }

    /// <summary>Number of rows in use.</summary>
    public int RowCount { get; private set; }

    /// <summary>Begins an iteration.</summary>
    /// <param name="steps">1 .. <see cref="MaxSteps"/>.</param>
    public void Clear(int steps)
    {
        Steps = steps <= MaxSteps ? steps : throw new ArgumentException($"There is room for {MaxSteps} steps; got {steps}.");
        Array.Clear(Lengths);
        foreach (var tails in Tails)
            tails.Clear();
        RowCount = 0;
    }

    /// <summary>The observation of a row, to be written.</summary>
    public Span<float> Observation(int row) => Observations.AsSpan(row * ObservationSize, ObservationSize);

    /// <summary>Lists the rows in use.</summary>
    public void Complete()
    {
        RowCount = 0;
        for (var trajectory = 0; trajectory < Trajectories; trajectory++)
            for (var step = 0; step < Lengths[trajectory]; step++)
                Rows[RowCount++] = trajectory * Steps + step;
    }
}

/// <summary>The observations that steps of one simulation led to and that no following row of the buffer holds: where
/// an episode was cut, and at the rollout's end.</summary>
/// <param name="observationSize">Numbers of an observation.</param>
internal sealed class RolloutTails(int observationSize)
{
    float[] observations = [];

    /// <summary>The rows of the buffer whose next observations these are.</summary>
    public List<int> Rows { get; } = [];

    /// <summary>[Rows.Count, observationSize], not normalised.</summary>
    public ReadOnlySpan<float> Observations => observations.AsSpan(0, Rows.Count * observationSize);

    /// <param name="row">Of the step.</param>
    /// <param name="next">[observationSize] what the agent saw after it.</param>
    public void Add(int row, ReadOnlySpan<float> next)
    {
        var from = Rows.Count * observationSize;
        Rows.Add(row);
        if (from + observationSize > observations.Length)
            Array.Resize(ref observations, Math.Max(2 * observations.Length, 4 * observationSize));
        next.CopyTo(observations.AsSpan(from));
    }

    public void Clear() => Rows.Clear();
}
