namespace Pathmind.Benchmarks;

/// <summary>Settings of other kits, so that like is compared with like.</summary>
internal static class ReferenceSettings
{
    /// <summary>Stable-Baselines3 2: the defaults of PPO and its MlpPolicy. Shown nowhere, never ended before its steps
    /// are made.</summary>
    public static TrainingOptions StableBaselines3 { get; } = new()
    {
        Steps = 100_000, Simulations = 1, StopWhenConverged = false, Display = Display.None,
        Ppo = new()
        {
            RolloutSteps = 2048, MinibatchSize = 64, Epochs = 10, LearningRate = 3e-4f, FinalLearningRate = 1, Discount = 0.99f,
            GaeDecay = 0.95f, ClipRange = 0.2f,
            Hidden = [64, 64], Activation = Activation.Tanh, NormalizeObservations = false, ScaleRewards = false,
        },
    };

    /// <summary>RL Baselines3 Zoo, hyperparams/ppo.yml, CartPole-v1; only that its clip range falls linearly while ours
    /// stays, which costs the same.</summary>
    public static TrainingOptions Zoo { get; } = StableBaselines3 with
    {
        Simulations = 8,
        Ppo = StableBaselines3.Ppo with
        {
            RolloutSteps = 32,
            MinibatchSize = 256,
            Epochs = 20,
            LearningRate = 1e-3f,
            FinalLearningRate = 0,
            Discount = 0.98f,
            GaeDecay = 0.8f,
        },
    };

    /// <summary>Every sample is used twice, in large minibatches: the unit in which trainers on graphics processors
    /// publish their speed.</summary>
    public static TrainingOptions TwoPasses { get; } = StableBaselines3 with
    {
        Steps = 400_000,
        Simulations = 8,
        Ppo = StableBaselines3.Ppo with { RolloutSteps = 512, Epochs = 2, MinibatchSize = 512 },
    };

    /// <summary>Stable-Baselines3's settings with wider networks.</summary>
    public static TrainingOptions Wide { get; } =
        StableBaselines3 with { Ppo = StableBaselines3.Ppo with { Hidden = [256, 256], MinibatchSize = 256 } };
}
