namespace Pathmind.Training;

/// <summary>The options with every null decided.</summary>
internal sealed class TrainingPlan
{
    public TrainingPlan(TrainingOptions options)
    {
        Threads = options.Threads ?? Environment.ProcessorCount;
        Simulations = options.Simulations ?? 8;
        RolloutSteps = options.Ppo.RolloutSteps ?? 128;
        MinibatchSize = options.Ppo.MinibatchSize ?? 64;
    }

    public int Threads { get; }

    public int Simulations { get; }

    public int RolloutSteps { get; }

    public int MinibatchSize { get; }
}
