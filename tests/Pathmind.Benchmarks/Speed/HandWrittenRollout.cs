using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;
using Pathmind.Training;

namespace Pathmind.Benchmarks;

/// <summary>A rollout of <see cref="SixNumbersModel"/> as one would write it without a kit: the model's numbers go
/// straight into spans. Network and sampler are the kit's.</summary>
internal sealed class HandWrittenRollout
{
    readonly BehaviorPolicy policy;
    readonly ActionLayout actions;
    readonly Workspace workspace;
    readonly RandomStream random = new(seed: 1, stream: 1);
    readonly int steps;
    readonly float[] observations, batch, rewards, logProbabilities, lastObservations;
    readonly int[] choices;
    readonly Ending[] endings;
    SixNumbersModel model;
    int episodeSteps;

    /// <param name="training">Owns the network.</param>
    /// <param name="steps">Of one rollout.</param>
    public HandWrittenRollout(TrainingLoop training, int steps)
    {
        (policy, actions, this.steps) = (training.Learner.Policy, training.State.Schema.Actions, steps);
        workspace = policy.NewWorkspace(maxRows: 1);
        (observations, batch, lastObservations) =
            (new float[steps * SixNumbersModel.Size], new float[SixNumbersModel.Size], new float[SixNumbersModel.Size]);
        (rewards, logProbabilities, choices, endings) = (new float[steps], new float[steps], new int[steps], new Ending[steps]);
    }

    public void Collect()
    {
        for (var step = 0; step < steps; step++)
        {
            var seen = observations.AsSpan(step * SixNumbersModel.Size, SixNumbersModel.Size);
            model.Write(seen);
            seen.CopyTo(batch);
            policy.Decide(batch, 1, workspace);
            logProbabilities[step] = ActionSampler.Draw(
                actions, workspace.Outputs, workspace.RowStride, 0, mask: [], logStd: [], random, noise: [], choices.AsSpan(step, 1), []);
            model.Move(choices[step]);
            rewards[step] = model.Reward;
            endings[step] = Ending.None;
            if (++episodeSteps < SixNumbersModel.EpisodeSteps)
                continue;
            endings[step] = Ending.Truncated;
            model.Write(lastObservations);
            (model, episodeSteps) = (default, 0);
        }
    }
}
