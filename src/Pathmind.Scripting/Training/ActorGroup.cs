using Pathmind.Networks;

namespace Pathmind.Training;

/// <summary>Lanes that share one forward pass a step. How lanes are grouped changes the speed, never the result: a row of a batch is computed alike in any batch.</summary>
internal sealed class ActorGroup
{
    readonly Lane[] lanes;
    readonly int inputs;
    readonly float[] batch;
    readonly Workspace workspace;

    public ActorGroup(Lane[] lanes, NetworkShape policy)
    {
        (this.lanes, inputs) = (lanes, policy.Inputs);
        var rows = lanes.Length * lanes[0].Agents;
        batch = new float[rows * inputs];
        workspace = new(policy, rows);
    }

    /// <summary>Steps made in this rollout.</summary>
    public int Progress { get; private set; }

    /// <summary>Begins a rollout.</summary>
    public void Restart()
    {
        Progress = 0;
        foreach (var lane in lanes)
        {
            lane.TailRows.Clear();
            lane.Finished.Clear();
        }
    }

    /// <summary>Makes steps of every lane.</summary>
    /// <exception cref="SimulationException">A simulation threw or broke a rule.</exception>
    public void Collect(int steps, Acting acting, RolloutBuffer buffer, RewardFunction function)
    {
        var now = lanes[0];
        try
        {
            for (var step = 0; step < steps; step++, Progress++)
            {
                var rows = 0;
                foreach (var lane in lanes)
                    rows += (now = lane).Prepare(buffer, batch.AsSpan(rows * inputs));
                acting.Decide(batch.AsSpan(0, rows * inputs), rows, workspace);
                rows = 0;
                foreach (var lane in lanes)
                    rows += (now = lane).Act(buffer, workspace.Outputs, workspace.RowStride, rows, acting);
                foreach (var lane in lanes)
                    (now = lane).Advance(buffer, function, isLast: Progress == buffer.Steps - 1);
            }
        }
        catch (Exception exception) when (exception is not SimulationException)
        {
            throw now.Explain(exception);
        }
    }
}
