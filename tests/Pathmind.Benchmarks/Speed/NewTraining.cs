using Pathmind.Training;

namespace Pathmind.Benchmarks;

/// <summary>A training of PPO to be driven by hand, and its learner.</summary>
internal static class NewTraining
{
    public static TrainingLoop Of(Func<Simulation> create, TrainingOptions options) =>
        new(create, options, Algorithm.For(options), TimeProvider.System, CancellationToken.None);

    public static PpoLearner Ppo(this TrainingLoop training) => (PpoLearner)training.Learner;
}
