namespace Pathmind.Benchmarks;

/// <summary>What the DEFAULT options learn: only steps and seed are given.</summary>
internal static class LearningTable
{
    static readonly LearningProblem[] Problems =
    [
        // 500 is the most: the mean reaches it only if all seeds do
        new("cartpole", () => new CartPole(), 100_000, Goal.AtLeast(500)) { IsShort = true },
        new("acrobot-100k", () => new Acrobot(), 100_000, Goal.AtLeast(-100)) { IsShort = true },
        new("acrobot", () => new Acrobot(), 300_000, Goal.AtLeast(-80)),
        new("pendulum", () => new Pendulum(), 300_000, Goal.AtLeast(-160)),
        new("mountain-car-continuous", () => new MountainCarContinuous(), 300_000, Goal.AtLeast(88)),
        new("mountain-car", () => new MountainCar(), 1_000_000, Goal.AtLeast(-120)),
        new("inventory", () => new Inventory(), 1_000_000, Goal.AtLeast(480)),
        new("inventory-2m", () => new Inventory(), 2_000_000, Goal.AtLeast(500)),
        LearningProblem.Way("mouse", () => new MouseAndCheese(), shortest: 8),
        LearningProblem.Way("three-mice", () => new ThreeMice(), shortest: 8 + 3 + 9),
        // what no one reach of credit learns: docs/ppo.md 15
        new("many-numbers", () => new ManyNumbers(), 1_000_000, Goal.AtLeast(-4)),
        new("delayed-reward", () => new DelayedReward(), 200_000, Goal.AtLeast(0.9)),
    ];

    public static void AddTo(Report report)
    {
        foreach (var problem in Problems.Where(problem => problem.IsShort || report.Effort != Effort.Quick))
            report.Mean($"learn.{problem.Name}", problem.Unit, problem.Goal, () =>
            {
                var scores = Seeds.SideBySide(report.Seeds, problem.Score);
                report.Tell($"  {problem.Name}, by seed: {string.Join("  ", scores.Select(Figure.Text))}");
                return scores;
            });
    }
}
