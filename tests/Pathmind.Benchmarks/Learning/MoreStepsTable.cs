namespace Pathmind.Benchmarks;

/// <summary>Whether more steps make a better policy: 200 thousand, 1 and 3 million of them.</summary>
internal static class MoreStepsTable
{
    const int Episodes = 300;

    static readonly (string Name, Func<Simulation> Create)[] Problems =
    [
        ("call-centre", () => new TrialCallCentre()), ("inventory", () => new Inventory()), ("fleet", () => new TrialFleet()),
    ];

    static readonly (string Name, long Count)[] Steps = [("200k", 200_000), ("1m", 1_000_000), ("3m", 3_000_000)];

    public static void AddTo(Report report)
    {
        foreach (var (name, create) in Problems)
        {
            double[] before = [];
            foreach (var steps in report.Effort == Effort.Quick ? Steps[..2] : Steps)
            {
                double[] scores = [];
                var row = $"more.{name}.{steps.Name}";
                report.Mean(row, "reward", goal: null, () => scores = Seeds.SideBySide(
                    report.Seeds, seed => report.Kept.Of(row, seed, () => [Score(create, Trainer.Train(
                        create, new() { Steps = steps.Count, Seed = seed, Threads = 1, Display = Display.None }), Episodes)])[0]));
                if (scores.Length > 1)
                    report.Tell($"  {row}, by seed: {Seeds.Text(scores)}");
                if (scores.Length > 0 && before.Length > 0)
                    report.Mean($"{row}.gain", "standard errors", Goal.AtLeast(-2), () => Gain(before, scores));
                before = scores;
            }
        }
    }

    /// <summary>Mean reward of greedy episodes, the same for every training.</summary>
    public static double Score(Func<Simulation> create, TrainingResult training, int episodes)
    {
        var isGame = create() is TrialRace;                              // the sum of both says nothing: the first one against chance
        var log = (isGame ? new TrialRace { IsSecondRandom = true } : create())
            .Run(training.Policy, episodes, seed: 11, detail: LogDetail.Summaries, display: Display.None);
        return isGame ? log.AgentRewards[0].Mean : log.Reward.Mean;
    }

    /// <summary>The gain of each seed, in standard errors of the difference of both means.</summary>
    static double[] Gain(double[] before, double[] after)
    {
        var error = Math.Sqrt(Math.Pow(Samples.Error(before), 2) + Math.Pow(Samples.Error(after), 2));
        return [.. before.Zip(after, (first, second) => (second - first) / error)];
    }
}
