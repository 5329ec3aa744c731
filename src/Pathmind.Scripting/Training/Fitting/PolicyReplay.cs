using Pathmind.Networks;

namespace Pathmind.Training;

/// <summary>Decides again in all rows of a rollout, in the order of time, by a policy with a memory of its own: what it
/// would have remembered and done at the side of the one that acted. Without a memory each row stands alone.</summary>
/// <param name="policy">Decides.</param>
/// <param name="rollout">Whose rows.</param>
internal sealed class PolicyReplay(BehaviorPolicy policy, RolloutBuffer rollout)
{
    readonly RowSequences sequences = new(rollout);
    readonly float[] inputs = new float[MinibatchTrainer.ChunkRows * policy.Inputs];
    readonly float[] states = new float[rollout.Trajectories * policy.Memory];      // after the last row; 0 if it ended an episode
    float[] after = [];                                                             // [rows, n]

    /// <summary>Holds the outputs of the rows that are visited.</summary>
    public Workspace Workspace { get; } = policy.NewWorkspace(MinibatchTrainer.ChunkRows);

    /// <summary>All episodes under way have been cut.</summary>
    public void Forget() => Array.Clear(states);

    /// <summary>Decides in all rows in use. An episode that the rollout before had begun goes on with the state that
    /// was reached there.</summary>
    /// <param name="visit">Is given the place of the first one among <see cref="RolloutBuffer.Rows"/>, and the number,
    /// of some rows: row i of <see cref="Workspace"/> belongs to the i-th of them.</param>
    public void Run(Action<int, int> visit)
    {
        for (var first = 0; first < rollout.RowCount; first += MinibatchTrainer.ChunkRows)
        {
            var rows = rollout.Rows.AsSpan(first, Math.Min(MinibatchTrainer.ChunkRows, rollout.RowCount - first));
            RowCopy.Gather(rollout.Observations, rows, policy.Inputs, inputs);
            if (policy.Memory > 0)
                Recall(rows, Workspace.Memory!.Continues);
            policy.Decide(inputs.AsSpan(0, rows.Length * policy.Inputs), rows.Length, Workspace);
            for (var i = 0; i < rows.Length && policy.Memory > 0; i++)
                Keep(rows[i], StateAt(i));
            visit(first, rows.Length);
        }
    }

    /// <summary>Puts the states that the policy has there into the rows and tails of a rollout that no episode under
    /// way goes beyond.</summary>
    public void Rewrite()
    {
        if (policy.Memory == 0)
            return;
        Forget();
        after = after.Length > 0 ? after : new float[rollout.Rows.Length * policy.Memory];
        Run((first, count) =>
        {
            for (var i = 0; i < count; i++)
                StateAt(i).CopyTo(After(rollout.Rows[first + i]));
        });
        foreach (var row in rollout.Rows.AsSpan(0, rollout.RowCount))
            if (rollout.GoesOn(row))
                After(row - 1).CopyTo(rollout.Observation(row));
            else
                rollout.Observation(row)[..policy.Memory].Clear();
        foreach (var tails in rollout.Tails)
            for (var i = 0; i < tails.Rows.Count; i++)
                After(tails.Rows[i]).CopyTo(tails.Observations[(i * policy.Inputs)..]);
    }

    /// <summary>States before those rows that do not go on from the one before them in the chunk.</summary>
    void Recall(ReadOnlySpan<int> rows, Span<bool> continues)
    {
        sequences.Mark(rows, continues);
        for (var i = 0; i < rows.Length; i++)
            if (i == 0 || rows[i] % rollout.Steps == 0)
                StateOf(rows[i]).CopyTo(StateAt(i));
            else if (!continues[i])
                StateAt(i).Clear();
    }

    void Keep(int row, ReadOnlySpan<float> state)
    {
        if (rollout.Endings[row] == Ending.None)
            state.CopyTo(StateOf(row));
        else
            StateOf(row).Clear();
    }

    Span<float> StateAt(int at) => inputs.AsSpan(at * policy.Inputs, policy.Memory);

    Span<float> StateOf(int row) => states.AsSpan(row / rollout.Steps * policy.Memory, policy.Memory);

    Span<float> After(int row) => after.AsSpan(row * policy.Memory, policy.Memory);
}
