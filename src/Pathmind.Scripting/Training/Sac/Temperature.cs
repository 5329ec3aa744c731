namespace Pathmind.Training;

/// <summary>What an entropy is worth beside the scaled reward: it grows while the policy explores less than it should
/// (docs/sac.md 7).</summary>
internal sealed class Temperature
{
    const double Initial = 0.1, Lowest = 1e-5, Highest = 10, Rate = 0.01;

    /// <summary>Above 0.</summary>
    public double Value { get; set; } = Initial;

    /// <param name="missing">Entropy that is missing, as a share or in nats; negative if there is too much; held within
    /// ±1.</param>
    public void Step(double missing) =>
        Value = Math.Clamp(Value * Math.Exp(Rate * Math.Clamp(missing, -1, 1)), Lowest, Highest);
}
