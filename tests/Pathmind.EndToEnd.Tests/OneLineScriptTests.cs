using System.Text.RegularExpressions;

namespace Pathmind.Tests;

/// <summary>A script outside of the repository, with one line for the kit: run, and published as a native
/// program.</summary>
[Collection(nameof(PackedKit))]
public sealed partial class OneLineScriptTests(PackedKit kit)
{
    /// <summary>An environment with Gymnasium's methods and spaces, which needs numpy alone.</summary>
    const string Lamp = """
        import numpy as np

        class Discrete:
            n, start = 2, 0

        class Box:
            shape, dtype = (1,), np.dtype(np.float32)
            low, high = np.zeros(1, np.float32), np.ones(1, np.float32)

        class Lamp:
            observation_space, action_space = Box(), Discrete()
            def reset(self, seed=None, options=None):
                self.steps = 0
                return np.zeros(1), {}
            def step(self, action):
                self.steps += 1
                return np.full(1, self.steps / 5), float(action), self.steps == 5, False, {}
        """;

    const string WithNumpy = "PATHMIND_PYTHON=/usr/bin/python3";             // Debian's, with python3-numpy

    /// <summary>What serves Python's processes is in the program.</summary>
    const string RunOfLamp = """
        using var lamp = PythonSimulation.FromFile("lamp.py");
        Console.WriteLine($"Lamp in Python earns {lamp.Run(Policy.From(_ => 1), display: Display.None).Reward.Mean}");

        """;

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
        File.WriteAllText(Path.Combine(kit.Folder, "lamp.py"), Lamp);
        kit.Write($"{script}.cs", File.ReadAllText(Path.Combine(Repository.Root, "scripts", $"{script}.cs"))
            .Replace("using Pathmind;\n", $"using Pathmind;\n{RunOfLamp}", StringComparison.Ordinal));
        var expected = kit.Run($"{WithNumpy} DOTNET_EnableAVX512=0 dotnet run {script}.cs");
        Assert.DoesNotContain("warning", kit.Run($"dotnet publish {script}.cs -o native-{script}"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Lamp in Python earns 5", expected, StringComparison.Ordinal);
        Assert.Equal(WithoutClock(expected), WithoutClock(kit.Run($"{WithNumpy} native-{script}/{script}")));
    }

    static string WithoutClock(string output) => Spaces().Replace(Clock().Replace(output, ""), " ");

    [GeneratedRegex(@"steps/s [\d,]+|[\d.]+ s\b")]
    private static partial Regex Clock();

    /// <summary>Lines are broken elsewhere when a time is longer.</summary>
    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
