namespace Pathmind.Tests;

/// <summary>What is wrong with an argument is said in words, without the noise that .NET adds behind them.</summary>
public class ArgumentMessageTests
{
    public static TheoryData<string, Action> Wrong => new()
    {
        { "table without columns", () => _ = new Table([], []) },
        { "one row shown", () => _ = new Table([new("a")], []) { ShownRows = 1 } },
        { "page without rows", () => _ = new Table([new("a")], []) { PageRows = 0 } },
        { "fraction", () => _ = new ProgressReport("x") { Fraction = 2 } },
        { "no plot", () => _ = new PlotGrid() },
        { "deviations", () => _ = new BarSeries("a", [1, 2], [1]) },
        { "no histories", () => TrainingHistory.Compare() },
        { "empty path", () => Policy.Local("") },
        { "empty name", () => Policy.From(" ", _ => 0) },
        { "address", () => Policy.Server("nowhere", "key") },
        { "choices", () => _ = new Discrete(0) },
        { "shape", () => _ = new Continuous(0) },
        { "bounds", () => _ = new Continuous(1, 2, 1) },
        { "parts", () => _ = new Composite() },
        { "episodes", () => new MouseAndCheese().Run(episodes: 0, display: Display.None) },
        { "episodes of a comparison", () => new MouseAndCheese().Compare(0, seed: 0, Policy.Random(1)) },
        { "pause", () => new MouseAndCheese().Run(sleep: TimeSpan.FromSeconds(-1), display: Display.None) },
        { "file", () => new MouseAndCheese().Run(outCsv: "", display: Display.None) },
        { "options", () => new MouseAndCheese().Train(new() { Steps = 0, Display = Display.None }) },
        { "checkpoint", () => new MouseAndCheese().Resume("nowhere") },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void No_message_names_a_parameter_behind_its_end(string what, Action wrong)
    {
        var message = Assert.ThrowsAny<ArgumentException>(wrong).Message;
        Assert.False(message.Contains("(Parameter '") || message.Contains("Actual value"), $"{what}: {message}");
    }
}
