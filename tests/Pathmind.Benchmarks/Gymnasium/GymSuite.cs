using System.Diagnostics;
using System.Globalization;

namespace Pathmind.Benchmarks;

/// <summary>The bridge to Gymnasium beside Gymnasium itself, which must be importable by the Python that
/// PATHMIND_PYTHON names: its speed beside Gymnasium's vector environments, and what is learnt through it beside the
/// same problems in C#.</summary>
internal static class GymSuite
{
    const int Simulations = 8;

    static readonly (string Name, string Environment, Func<Simulation> InCSharp, long Steps)[] Problems =
    [
        ("cartpole", "CartPole-v1", () => new CartPole(), 100_000),
        ("acrobot", "Acrobot-v1", () => new Acrobot(), 300_000),
        ("pendulum", "Pendulum-v1", () => new Pendulum(), 300_000),
        ("mountain-car-continuous", "MountainCarContinuous-v0", () => new MountainCarContinuous(), 300_000),
        ("mountain-car", "MountainCar-v0", () => new MountainCar(), 1_000_000),
    ];

    public static void AddTo(Report report)
    {
        if (Missing() is { } missing)
        {
            report.Tell($"Nothing of gym.* can be measured: {missing}");
            return;
        }
        report.Median("gym.check_env", "scripts of 4 pass", Goal.AtLeast(4), () => [Checked("mouse", "cartpole", "pendulum", "inventory")]);
        foreach (var (name, environment, _, _) in Problems)
            Speed(report, name, environment);
        foreach (var (name, environment, inCSharp, steps) in Problems.Where(_ => report.Effort != Effort.Quick))
            Learning(report, name, environment, inCSharp, steps);
    }

    static string? Missing()
    {
        try
        {
            return Python("-c", "import gymnasium.vector").Error is { Length: > 0 } error ? error.Split('\n')[^1] : null;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return exception.Message;
        }
    }

    /// <summary>How many scripts pass Gymnasium's check of an environment: all or none.</summary>
    static double Checked(params string[] scripts)
    {
        string[] tool = ["dotnet", Path.Combine(AppContext.BaseDirectory, "pathmind.dll")];
        var folder = Directory.CreateTempSubdirectory();
        using (var write = Process.Start(
            new ProcessStartInfo(tool[0], [tool[1], "gym", "--python-file"])
            {
                WorkingDirectory = folder.FullName, RedirectStandardOutput = true,
            })!)
            write.WaitForExit();
        var paths = scripts.Select(script => Path.Combine(Tests.Repository.Root, "scripts", $"{script}.cs"));
        var (output, error) = Python([InOutput("check_env.py"), folder.FullName, .. paths, "--", .. tool]);
        folder.Delete(recursive: true);
        return error.Length > 0 ? throw new InvalidOperationException(error) : double.Parse(output, CultureInfo.InvariantCulture);
    }

    static string InOutput(string file) => Path.Combine(AppContext.BaseDirectory, "Gymnasium", file);

    /// <summary>Both run in turns, each alone: rollouts with their forward passes here, steps with actions drawn before
    /// there.</summary>
    static void Speed(Report report, string name, string environment) =>
        report.Median($"gym.speed.{name}", "% of Gymnasium's", Goal.AtLeast(90), () =>
        {
            using var simulation = PythonSimulation.FromGym(environment);
            using RolloutAlone bridge = new(simulation.Alike, new() { Simulations = Simulations, Display = Display.None });
            List<double> shares = [];
            for (var round = 0; round < report.Effort.Rounds; round++)
            {
                var own = StepsASecond(bridge, TimeSpan.FromSeconds(2));
                var theirs = double.Parse(
                    Python(InOutput("vector_env.py"), environment, $"{Simulations}", "2").Output,
                    CultureInfo.InvariantCulture);
                report.Tell($"  {environment}: {own:N0} steps/s through the bridge, {theirs:N0} of Gymnasium's vector environment");
                shares.Add(100 * own / theirs);
            }
            return shares;
        });

    static double StepsASecond(RolloutAlone bridge, TimeSpan time)
    {
        bridge.Collect();
        var (steps, start) = (0L, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            bridge.Collect();
            steps += bridge.Steps;
        }
        return steps / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The same options and seeds on both; greedy episodes of the policies, each in its own world. How much
    /// more reward is learnt through the bridge is told with its interval over the seeds.</summary>
    static void Learning(Report report, string name, string environment, Func<Simulation> inCSharp, long steps)
    {
        var any = Goal.AtLeast(double.MinValue);                 // as good as the other, whatever that is
        double[]? through = null;
        Add($"gym.learn.{name}", seed =>
        {
            using var simulation = PythonSimulation.FromGym(environment);
            return new LearningProblem(name, simulation.Alike, steps, any).Score(seed);
        }, scores => through = scores);
        Add($"gym.learn.{name}.csharp", seed => new LearningProblem(name, inCSharp, steps, any).Score(seed), scores =>
        {
            if (through is not null)
                report.Tell($"  more through the bridge, by seed: {Seeds.Text([.. through.Zip(scores, (bridge, own) => bridge - own)])}");
        });

        void Add(string row, Func<int, double> score, Action<double[]> use) => report.Mean(row, "reward", null, () =>
        {
            double[] scores = Seeds.SideBySide(report.Seeds, seed => report.Kept.Of(row, seed, () => [score(seed)])[0]);
            report.Tell($"  {Seeds.Text(scores)}");
            use(scores);
            return scores;
        });
    }

    static (string Output, string Error) Python(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(new PythonOptions().Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, process.ExitCode == 0 ? "" : error.Result.Trim());
    }
}
