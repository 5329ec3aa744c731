using System.Text.RegularExpressions;

namespace Pathmind.Tests;

/// <summary>A script outside of the repository, with one line for the kit: run, and published as a native
/// program.</summary>
[Collection(nameof(PackedKit))]
public sealed partial class OneLineScriptTests(PackedKit kit)
{
    /// <remarks>dotnet run sets PublishAot for such scripts, and with it switches JSON by reflection off.</remarks>
    [Fact]
    public void It_trains_runs_saves_resumes_plots_and_checks()
    {
        kit.Write("room.cs", """
            using Pathmind;

            var training = new Room().Train(new() { Steps = 5_000, Folder = "room", CheckpointEvery = 1, StopWhenConverged = false, Display = Display.None });
            var resumed = new Room().Resume("room", options => options with { Steps = 8_000, Display = Display.None });
            new Room().Run(Policy.Local("room"), outCsv: "steps.csv");
            Display.Current.Show(resumed.History.PlotAll());
            Console.WriteLine($"{training.Stop} {resumed.History[^1].Steps >= 8_000} {File.ReadLines("steps.csv").Count()} {new Room().Check()}");

            class Room : Simulation
            {
                int t;
                public override ActionSpace ActionSpace(int agent) => new Discrete(2);
                public override void Reset() => t = 0;
                public override void Step() => t++;
                public override Observation GetObservation(int agent) => new() { ["t"] = t / 10f };
                public override Reward GetReward(int agent) => new() { ["r"] = Action[0].Choice };
                public override bool IsDone(int agent) => t == 10;
            }
            """);
        Assert.Contains("Steps True 11", kit.Run("dotnet run room.cs"), StringComparison.Ordinal);
    }

    /// <remarks>Sums depend on the width of vectors: a native program has 256 bits, which dotnet run is told to use as
    /// well.</remarks>
    [Theory]
    [InlineData("mouse")]
    [InlineData("inventory")]
    public void As_a_native_program_it_prints_the_same_without_a_warning(string script)
    {
        kit.Copy(script);
        var expected = kit.Run($"DOTNET_EnableAVX512=0 dotnet run {script}.cs");
        Assert.DoesNotContain("warning", kit.Run($"dotnet publish {script}.cs -o native-{script}"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(WithoutClock(expected), WithoutClock(kit.Run($"native-{script}/{script}")));
    }

    static string WithoutClock(string output) => Spaces().Replace(Clock().Replace(output, ""), " ");

    [GeneratedRegex(@"steps/s [\d,]+|[\d.]+ s\b")]
    private static partial Regex Clock();

    /// <summary>Lines are broken elsewhere when a time is longer.</summary>
    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
