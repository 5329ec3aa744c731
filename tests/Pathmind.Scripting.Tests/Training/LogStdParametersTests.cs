using Pathmind.Training;

namespace Pathmind.Tests;

public class LogStdParametersTests
{
    [Fact]
    public void Two_steps_of_Adam_equal_those_worked_by_hand()
    {
        // g = 2: m = 0.2, v = 0.004, corrected 2 and 4: step 0.1 · 2 / (2 + 1e-5) = 0.0999995.
        // g = 0: m = 0.18, v = 0.003996, corrected 0.18 / 0.19 = 0.947368 and 0.003996 / 0.001999 = 1.998999: step 0.1
        // · 0.947368 / (1.413860 + 1e-5) = 0.0670053.
        var parameters = new LogStdParameters(1, initial: 0);
        parameters.AddGradient([4f]);
        parameters.Step(gradientScale: 0.5f, learningRate: 0.1f);
        Assert.Equal(-0.0999995, parameters.Values[0], 1e-6);
        parameters.Clear();
        parameters.Step(1, 0.1f);
        Assert.Equal(-0.0999995 - 0.0670053, parameters.Values[0], 1e-6);
    }
}
