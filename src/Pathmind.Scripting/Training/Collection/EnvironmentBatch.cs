using Pathmind.Networks;

namespace Pathmind.Training;

/// <summary>Simulations that share one forward pass per step. How they are grouped changes the speed, never the result:
/// a row of a batch is computed alike in any batch (docs/ppo.md 8).</summary>
internal sealed class EnvironmentBatch
{
    readonly TrainingEnvironment[] environments;
    readonly int inputs;
    readonly float[] batch;
    readonly Workspace workspace;

    public EnvironmentBatch(TrainingEnvironment[] environments, BehaviorPolicy policy)
    {
        (this.environments, inputs) = (environments, policy.Inputs);
        var rows = environments.Length * environments[0].Agents;
        batch = new float[rows * inputs];
        workspace = policy.NewWorkspace(rows);
    }

    /// <summary>Steps made in this rollout.</summary>
    public int Progress { get; private set; }

    /// <summary>Begins a rollout.</summary>
    public void Restart(RolloutBuffer buffer)
    {
        Progress = 0;
        foreach (var environment in environments)
            environment.BeginRollout(buffer);
    }

    /// <summary>Makes steps of every simulation.</summary>
    /// <exception cref="SimulationException">A simulation threw or broke a rule.</exception>
    public void Collect(int steps, BehaviorPolicy policy, RolloutBuffer buffer, RewardFunction function)
    {
        var now = environments[0];
        try
        {
            for (var step = 0; step < steps; step++, Progress++)
            {
                var rows = 0;
                foreach (var environment in environments)
                    rows += (now = environment).Prepare(buffer, batch.AsSpan(rows * inputs));
                if (rows > 0)                                            // else nobody needs a decision
                    policy.Decide(batch.AsSpan(0, rows * inputs), rows, workspace);
                rows = 0;
                foreach (var environment in environments)
                    rows += (now = environment).Act(buffer, workspace.Outputs, workspace.RowStride, rows, policy);
                foreach (var environment in environments)
                    (now = environment).Advance(buffer, function, isLast: Progress == buffer.Steps - 1);
            }
        }
        catch (Exception exception) when (exception is not SimulationException)
        {
            throw now.Explain(exception);
        }
    }
}
