namespace Pathmind.Tests.Rollouts;

/// <summary>Arguments that name files, and columns that would share a name, are looked at before the first
/// step.</summary>
public sealed class FileArgumentTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("files-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void One_file_for_both_tables_is_refused_before_the_run()
    {
        var path = Path.Combine(folder, "both.csv");
        Directory.CreateSymbolicLink(Path.Combine(folder, "link"), folder);
        foreach (var other in new[] { path, Path.Combine(folder, "x", "..", "both.csv"), Path.Combine(folder, "link", "both.csv") })
        {
            Counting simulation = new();
            var error = Assert.Throws<ArgumentException>(() => simulation.Run(outCsv: path, summaryCsv: other, display: Display.None));
            Assert.Equal($"outCsv and summaryCsv are the same file, '{path}': name two, since the second table would replace the first.",
                error.Message);
            Assert.Equal((0, false), (simulation.Steps, File.Exists(path)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void An_empty_name_of_a_file_is_refused_in_plain_words(string empty)
    {
        Assert.Equal("outCsv is empty: name a file, or leave it out (null) to write none.",
            Assert.Throws<ArgumentException>(() => new Counting().Run(outCsv: empty, display: Display.None)).Message);
        Assert.Equal("summaryCsv is empty: name a file, or leave it out (null) to write none.",
            Assert.Throws<ArgumentException>(() => new Counting().Run(summaryCsv: empty, display: Display.None)).Message);
    }

    [Fact]
    public void Messages_about_arguments_do_not_end_in_the_name_of_a_parameter()
    {
        Counting simulation = new();
        Action[] mistakes =
        [
            () => simulation.Run(outCsv: folder), () => simulation.Run(episodes: 0), () => simulation.Run(sleep: TimeSpan.FromSeconds(-1)),
            () => simulation.Run(outCsv: "x.csv", detail: LogDetail.Summaries), () => simulation.Compare(0, 0, Policy.Random()),
                () => simulation.Compare(1, 0),
            () => simulation.Check(steps: 1), () => Policy.From(" ", _ => 0), () => simulation.SetAction(3, 0),
                () => _ = new Discrete(0), () => _ = new Continuous(0),
        ];

        Assert.All(mistakes, mistake => Assert.DoesNotContain("Parameter '", Assert.ThrowsAny<ArgumentException>(mistake).Message));
    }

    [Fact]
    public void A_list_and_a_number_that_would_share_a_column_are_refused_with_its_name() => Assert.Equal(
        "SharesColumn.GetObservation(0) in episode 1 at Reset: a list and another observation would share the column 'list_0' of "
            + "tables and files: "
            + "give one of them another name.",
        Assert.Throws<SimulationException>(() => new SharesColumn().Run(display: Display.None)).Message);

    [Theory]
    [InlineData(float.MinValue, float.MaxValue)]
    [InlineData(0, float.MaxValue)]
    [InlineData(float.MinValue, 0)]
    [InlineData(-1e38f, 3e38f)]
    [InlineData(float.NegativeInfinity, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, float.MaxValue)]
    public void The_widest_ranges_run_train_and_draw(float low, float high)
    {
        Wide simulation = new() { Low = low, High = high };
        var log = simulation.Run(Policy.Random(1), episodes: 20, display: Display.None);
        Assert.All(log.Steps["action_0"], number => Assert.InRange((float)number, low, high));

        var policy = Trainer.Train(() => new Wide { Low = low, High = high }, new() { Steps = 2_000, Display = Display.None }).Policy;
        Assert.All(simulation.Run(policy, episodes: 5, display: Display.None).Steps["action_0"], number => Assert.InRange((float)number,
            low, high));
        Assert.All(simulation.Run(policy.Sampled(1), episodes: 20, display: Display.None).Steps["action_0"],
            number => Assert.InRange((float)number, low, high));
    }

    class Counting : Simulation
    {
        public int Steps { get; private set; }

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => Steps = 0;

        public override void Step() => Steps++;

        public override Observation GetObservation(int agent) => new() { ["steps"] = Steps };

        public override Reward GetReward(int agent) => new() { ["r"] = Steps };

        public override bool IsDone(int agent) => Steps == 10;
    }

    sealed class SharesColumn : Counting
    {
        public override Observation GetObservation(int agent) => new() { ["list"] = new[] { Steps, 2 }, ["list_0"] = 3 };
    }

    sealed class Wide : Counting
    {
        public float Low { get; init; }

        public float High { get; init; }

        public override ActionSpace ActionSpace(int agent) => new Continuous(1, Low, High);
    }
}
