namespace Pathmind.Benchmarks;

/// <summary>A row of the learning table.</summary>
/// <param name="Name">The figure is <c>learn.</c> and this.</param>
/// <param name="Create">Makes the simulation.</param>
/// <param name="Steps">Of a training.</param>
/// <param name="Goal">For the mean over the seeds.</param>
internal sealed record LearningProblem(string Name, Func<Simulation> Create, long Steps, Goal Goal)
{
    /// <summary>Whether the quick form plays it, too.</summary>
    public bool IsShort { get; init; }

    /// <summary>What is counted: the reward of an episode, or the steps of all agents until they are done. For a way to
    /// a goal that is rewarded only there, the steps say how good it is.</summary>
    public string Unit { get; init; } = "reward";

    /// <summary>Greedy episodes that judge a policy; one where nothing is left to chance.</summary>
    public int Episodes { get; init; } = 100;

    /// <summary>A way to a goal, always from the same start: the shortest is known.</summary>
    public static LearningProblem Way(string name, Func<Simulation> create, int shortest) =>
        new(name, create, Steps: 10_000, Goal.AtMost(shortest)) { IsShort = true, Unit = "steps", Episodes = 1 };

    /// <summary>Trains with the default options and plays greedy episodes, the same for every seed.</summary>
    /// <returns>Their mean.</returns>
    public double Score(int seed)
    {
        var training = Trainer.Train(Create, new() { Steps = Steps, Seed = seed, Threads = 1, Display = Display.None });
        var judge = Create();
        using var disposable = judge as IDisposable;
        var log = judge.Run(training.Policy, Episodes, seed: 1, detail: Unit == "reward" ? LogDetail.Summaries
            : LogDetail.Steps, display: Display.None);
        return Unit == "reward" ? log.Reward.Mean : (double)AgentSteps(log) / Episodes;
    }

    /// <summary>The cells of an agent that was done before are empty.</summary>
    static int AgentSteps(EpisodeLog log) =>
        Enumerable.Range(0, log.AgentRewards.Count).Sum(agent => log.Steps[$"done_{agent}"].Count(cell => !double.IsNaN(cell)));
}
