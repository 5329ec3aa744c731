namespace Pathmind.Tests;

/// <summary>Default options learn whatever the unit: of what is seen, of what is decided.</summary>
public class ScaleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1e-6)]
    [InlineData(1e-9)]
    public void Observations_of_any_scale_are_learnt_alike(double scale) =>
        Assert.InRange(Reward(() => new SignOf(scale), steps: 20_000), 9.9, 10);

    [Fact]
    public void Observations_of_different_scales_are_learnt_together() =>
        Assert.InRange(Reward(() => new SignOf(1e6, 1, 1e-9), steps: 40_000), 9.5, 10);

    [Theory]                                                               // the mean distance of ten steps, as a share of the target
    [InlineData(100f, float.PositiveInfinity, 102)]
    [InlineData(0f, float.PositiveInfinity, 50)]
    [InlineData(float.NegativeInfinity, -7f, -60)]
    [InlineData(float.NegativeInfinity, float.PositiveInfinity, 50)]
    [InlineData(float.NegativeInfinity, float.PositiveInfinity, 0.5)]
    public void A_number_without_a_range_finds_its_target(float low, float high, double target) =>
        Assert.InRange(Reward(() => new Level(low, high, target), steps: 100_000) / 10, -0.05, 0);

    static double Reward(Func<Simulation> create, long steps)
    {
        var training = Trainer.Train(create, new() { Steps = steps, Seed = 1, Display = Display.None });
        return create().Run(training.Policy, episodes: 50, seed: 9, detail: LogDetail.Summaries, display: Display.None).Reward.Mean;
    }

    /// <summary>The sign of each number is to be told; the numbers have different scales.</summary>
    sealed class SignOf(params double[] scales) : Simulation
    {
        const int Steps = 10;
        double[] numbers = [];
        int step, right;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2, scales.Length);

        public override void Reset()
        {
            step = 0;
            Draw();
        }

        public override void Step()
        {
            right = numbers.Index().Count(entry => Action[0].Choices[entry.Index] == (entry.Item > 0 ? 1 : 0));
            step++;
            Draw();
        }

        public override Observation GetObservation(int agent) => new() { ["numbers"] = numbers };

        public override Reward GetReward(int agent) => new() { ["right"] = (double)right / scales.Length };

        public override bool IsDone(int agent) => step == Steps;

        void Draw() => numbers = [.. scales.Select(scale => (2 * Random.NextDouble() - 1) * scale)];
    }

    /// <summary>A number is to be chosen, always the same one.</summary>
    sealed class Level(float low, float high, double target) : Simulation
    {
        const int Steps = 10;
        int step;
        double distance;

        public override ActionSpace ActionSpace(int agent) => new Continuous(1, low, high);

        public override void Reset() => (step, distance) = (0, 0);

        public override void Step() => (step, distance) = (step + 1, Math.Abs(Action[0].Value - target) / Math.Abs(target));

        public override Observation GetObservation(int agent) => new() { ["step"] = step };

        public override Reward GetReward(int agent) => new() { ["near"] = -distance };

        public override bool IsDone(int agent) => step == Steps;
    }
}
