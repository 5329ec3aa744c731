using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Simulations;

namespace Pathmind.Benchmarks;

/// <summary>A policy 4-64-64-2 of random weights, to be served or damaged.</summary>
internal static class PolePolicy
{
    /// <summary>Four numbers, two choices.</summary>
    public static SimulationSchema Schema { get; } =
        new("Pole", 1, new(["position", "speed", "angle", "turn"], [1, 1, 1, 1], new bool[4]), new(new Discrete(2)), false);

    /// <param name="seed">Of the weights.</param>
    /// <param name="valueWidth">Of the value network's hidden layers.</param>
    public static TrainedPolicy Of(int seed, int valueWidth = 64)
    {
        RandomStream random = new(seed, stream: 1);
        return TrainedPolicy.From(new()
        {
            Description = new()
            {
                Simulation = Schema.Simulation, Agents = 1, Observations = Schema.Observations, Actions = Schema.Actions, HasMask = false,
                RewardTerms = ["upright"],
            },
            Mean = new float[4], Scale = [1, 1, 1, 1], LogStd = [],
            Policy = Network.Orthogonal(new(4, [64, 64], 2, Activation.Tanh), random, outputGain: 1),
            Value = new(new(4, [valueWidth, valueWidth], 1, Activation.Tanh)),
        });
    }
}
