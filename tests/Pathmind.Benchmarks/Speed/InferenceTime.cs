using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Simulations;

namespace Pathmind.Benchmarks;

/// <summary>What one decision of a 4-64-64-2 policy costs.</summary>
internal static class InferenceTime
{
    const int BatchRows = 256;

    public static void AddTo(Report report)
    {
        report.Median("infer.row", "ns", Goal.AtMost(120), () => ForwardNanoseconds(report.Effort, rows: 1));
        report.Median("infer.batch", "ns", null, () => ForwardNanoseconds(report.Effort, BatchRows));
        report.Median("infer.policy", "ns", null, () => PolicyNanoseconds(report.Effort));
    }

    /// <summary>Nanoseconds a row.</summary>
    static double[] ForwardNanoseconds(Effort effort, int rows)
    {
        var shape = new NetworkShape(4, [64, 64], 2, Activation.Tanh);
        var random = new RandomStream(seed: 1, stream: 1);
        var network = Network.Orthogonal(shape, random, outputGain: 0.01f);
        var workspace = new Workspace(shape, rows);
        float[] inputs = [.. Enumerable.Range(0, rows * shape.Inputs).Select(_ => random.NextNormal())];
        return Timing.Nanoseconds(effort, calls: 262_144, calls =>
        {
            for (var done = 0; done < calls; done += rows)
                network.Forward(inputs, rows, workspace);
        });
    }

    /// <summary>A trained policy as Run asks it: normalisation, network, the best choice.</summary>
    static double[] PolicyNanoseconds(Effort effort)
    {
        var policy = new CartPole().Train(new() { Steps = 2_000, Display = Display.None }).Policy;
        var driver = new SimulationDriver(new CartPole(), new RandomStream(seed: 1, stream: 1));
        policy.Prepare(driver.Schema);
        driver.Begin();
        var values = new float[driver.Schema.Observations.Size];
        var observation = driver.ObserveByName(0, values);
        return Timing.Nanoseconds(effort, calls: 65_536, calls =>
        {
            for (var done = 0; done < calls; done++)
                policy.Decide(new PolicyInput(in observation, values, actionMask: null, agent: 0));
        });
    }
}
