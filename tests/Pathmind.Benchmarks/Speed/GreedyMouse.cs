using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;
using Pathmind.Training;

namespace Pathmind.Benchmarks;

/// <summary>Trains the mouse until its greedy policy takes the shortest way. The reward cannot tell that (every way to
/// the cheese earns 1), so each iteration is followed by a walk.</summary>
internal sealed class GreedyMouse
{
    const int ShortestWay = 8;                                           // from (0, 0) to (4, 4)

    readonly TrainingLoop training;
    readonly SimulationDriver driver;
    readonly Workspace workspace;
    readonly float[] seen;
    readonly int[] choices = new int[1];

    GreedyMouse(TrainingLoop training)
    {
        this.training = training;
        driver = new(new MouseAndCheese(), new RandomStream(0, 0), training.State.Schema);
        workspace = training.Learner.Policy.NewWorkspace(maxRows: 1);
        seen = new float[training.State.Inputs.Size];
    }

    /// <summary>Trains with the kit's defaults.</summary>
    /// <returns>Whether the way became the shortest before the training's steps were made.</returns>
    public static bool Learns(int seed)
    {
        using var training = NewTraining.Of(() => new MouseAndCheese(), new() { Seed = seed });
        var mouse = new GreedyMouse(training);
        training.WarmUp();
        while (training.State.Steps < training.State.Plan.Steps)
        {
            training.Iterate();
            if (mouse.TakesShortestWay())
                return true;
        }
        return false;
    }

    bool TakesShortestWay()
    {
        driver.Begin();
        for (var step = 0; step < ShortestWay; step++)
        {
            driver.Observe(0, seen);
            training.Learner.Policy.Decide(seen, 1, workspace);
            ActionSampler.Best(training.State.Schema.Actions, workspace.Outputs, workspace.RowStride, 0, [], choices, []);
            driver.Act(0, choices[0]);
            if (driver.Advance() == Ending.Terminated)
                return true;
        }
        return false;
    }
}
