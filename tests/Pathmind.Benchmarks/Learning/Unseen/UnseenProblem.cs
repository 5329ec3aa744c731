namespace Pathmind.Benchmarks;

/// <summary>A row of the second learning table: a problem that no default was chosen on, with a policy that is known to
/// be the best.</summary>
/// <param name="Name">The figure is <c>unseen.</c> or <c>seen.</c> and this.</param>
/// <param name="Create">Makes the simulation.</param>
/// <param name="Best">Makes a policy of the highest expected reward for a simulation: from a formula, or from dynamic
/// programming. It may look into the simulation.</param>
/// <param name="Steps">Of a training; null for the default.</param>
/// <param name="Goal">Least mean share over the seeds.</param>
internal sealed record UnseenProblem(
    string Name, Func<Simulation> Create, Func<Simulation, Policy> Best, long? Steps = null, double Goal = 0.9)
{
    const int Episodes = 100;

    /// <summary>Trains with the default options.</summary>
    /// <returns>(reward − random) / (best − random) of the greedy policy: 0 is chance, 1 the best there is; all three
    /// from the same episodes.</returns>
    public double Share(int seed)
    {
        var training = Trainer.Train(Create, new() { Steps = Steps, Seed = seed, Threads = 1, Display = Display.None });
        var (random, best) = (Reward(_ => Policy.Random(1)), Reward(Best));
        return (Reward(_ => training.Policy) - random) / (best - random);
    }

    double Reward(Func<Simulation, Policy> policy)
    {
        var simulation = Create();
        return simulation.Run(policy(simulation), Episodes, seed: 1, detail: LogDetail.Summaries, display: Display.None).Reward.Mean;
    }
}
