using Pathmind.Sweeps;

namespace Pathmind.Tests;

public sealed class SweepFileTests
{
    [Fact]
    public void A_file_says_what_is_tried()
    {
        var sweep = Read("""
            method: random
            trials: 30
            seeds: 2
            parallel: 3
            budget: 1_000_000
            cost: seconds
            metric: waste
            goal: minimize
            given: false
            early_stopping: { factor: 4, rungs: 2 }
            parameters:
              LearningRate: { min: 1e-5, max: 1e-2 }
              Discount: { min: 0.9, max: 0.999 }
              Epochs: { min: 2, max: 20, scale: linear, points: 3 }
              Hidden: [32, [64, 64]]
              Activation: { values: [Tanh, Relu] }
              RewardWeights.waste: { min: 0.1, max: 10 }
            """);
        Assert.Equal(
            (SweepMethod.Random, 30, 2, 3, 1_000_000L, SweepCost.Seconds, "waste", true, false),
            (sweep.Method, sweep.Trials, sweep.Seeds, sweep.Parallel, sweep.Budget, sweep.Cost, sweep.Metric, sweep.Minimizes,
                sweep.IncludesGiven));
        Assert.Equal(new EarlyStopping { Factor = 4, Rungs = 2 }, sweep.EarlyStopping);
        Assert.Equal(
            [
                "LearningRate: 1E-05 .. 0.01 (logarithmic)", "Discount: 0.9 .. 0.999 (logit)", "Epochs: 2 .. 20 (linear)",
                "Hidden: 32, [64,64]",
                "Activation: Tanh, Relu", "RewardWeights.waste: 0.1 .. 10 (logarithmic)",
            ],
            sweep.Ranges.Select(one => $"{one.Key}: {one.Value}"));
        Assert.Equal(3, sweep.Ranges["Epochs"].GridPoints);
    }

    [Theory]
    [InlineData("", "line 1: there must be entries such as 'method: gp'")]
    [InlineData("trials: 3", "line 1: 'parameters:' is missing")]
    [InlineData("method: gauss\nparameters:\n  Epochs: [1, 2]", "line 1: 'gauss' is not possible here; allowed are gp, random, grid.")]
    [InlineData("parameters:\n  Epochs: [1, 2]\ntrails: 3", "line 3: 'trails' is not known here; allowed are method, trials, budget,")]
    [InlineData("trials: none\nparameters:\n  Epochs: [1, 2]", "line 1: trials is 'none', but must be a whole number in 1 .. 100000.")]
    [InlineData("parameters:\n  Epochs: { min: 1 }", "line 2: Epochs has no max: a range has min and max.")]
    [InlineData("parameters:\n  Epochs: { min: 1, max: 10, scal: log }", "line 2: 'scal' is not known here; allowed are min, max, scale,")]
    [InlineData("parameters:\n  Epochs: { min: 0, max: 10, scale: log }", "line 2: Epochs: The range 0 .. 10 is logarithmic, but must")]
    [InlineData("parameters:\n  Epochs: { min: 10, max: 1 }", "line 2: Epochs: The range 10 .. 1 is empty")]
    [InlineData("parameters:\n  Epochs: 5", "line 2: Epochs is '5', but must be a range such as")]
    [InlineData("parameters:\n  Epochs: [1]\n  Epochs: [2]", "line 3: Epochs:")]
    [InlineData("parameters:\n  Epochs: [1", "is not YAML")]
    [InlineData("early_stopping: perhaps\nparameters:\n  Epochs: [1]", "line 1: 'perhaps' must be true or false.")]
    public void A_bad_file_is_refused_by_its_line_and_what_is_allowed(string text, string expected)
    {
        var error = Assert.Throws<ArgumentException>(() => Read(text));
        Assert.StartsWith("sweep.yaml, line ", error.Message);
        Assert.Contains(expected, error.Message);
    }

    static SweepOptions Read(string text) => SweepFile.Read(new StringReader(text), "sweep.yaml");
}
