namespace Pathmind.Tests.Simulations;

/// <summary>What a property of the simulation throws is reported as what a method throws: in one message, with its
/// name.</summary>
public sealed class PropertyErrorTests
{
    sealed class Throwing : Simulation
    {
        public string Property { get; init; } = "";

        public override int NumberOfAgents => Read(nameof(NumberOfAgents), 1);

        public override int MaxSteps => Read(nameof(MaxSteps), 100);

        public override double SimulatedSeconds => Read(nameof(SimulatedSeconds), 0.0);

        public override Goals Goals => Read<Goals>(nameof(Goals), []);

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset()
        {
        }

        public override void Step()
        {
        }

        public override Observation GetObservation(int agent) => new() { ["always"] = 1 };

        public override Reward GetReward(int agent) => new() { ["paid"] = 1 };

        public override bool IsDone(int agent) => true;

        T Read<T>(string name, T value) => name == Property ? throw new FormatException("no number") : value;
    }

    [Theory]
    [InlineData("NumberOfAgents")]
    [InlineData("MaxSteps")]
    [InlineData("SimulatedSeconds")]
    [InlineData("Goals")]
    public void A_training_names_the_property_that_threw(string property) =>
        Says(property, () => new Throwing { Property = property }.Train(new() { Steps = 100, Display = Display.None }));

    [Theory]
    [InlineData("NumberOfAgents")]
    [InlineData("MaxSteps")]
    [InlineData("Goals")]
    public void Runs_and_comparisons_name_the_property_that_threw(string property)
    {
        Says(property, () => new Throwing { Property = property }.Run(display: Display.None));
        Says(property, () => new Throwing { Property = property }.Compare(1, seed: 0, Policy.Random()));
    }

    static void Says(string property, Action call)
    {
        var error = Assert.Throws<SimulationException>(call);
        Assert.StartsWith($"Throwing.{property} threw FormatException", error.Message);
        Assert.EndsWith("no number", error.Message);
        Assert.IsType<FormatException>(error.InnerException);
    }
}
