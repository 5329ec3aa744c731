using System.Diagnostics;

namespace Pathmind.Tests;

public sealed class SweepTests : ToolFolder
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    const string File = """
        trials: 6
        parallel: 2
        seeds: 2
        early_stopping: { factor: 2, rungs: 2 }
        parameters:
          LearningRate: { min: 1e-4, max: 1e-2 }
        """;

    [Fact]
    public void A_sweep_that_was_killed_goes_on_to_the_same_result()
    {
        Write("coin.csx", Coin);
        Write("sweep.yaml", File);
        Assert.Contains("The best of 6 trials is", Run(Words("whole")).Succeeded());
        ProcessStartInfo start = new(Program[0], [.. Program[1..], .. Words("killed")])
        {
            WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using (var process = Process.Start(start)!)
        {
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            var state = PathOf("killed/sweep.json");
            for (var clock = Stopwatch.StartNew(); !System.IO.File.Exists(state); Thread.Sleep(2))
                Assert.True(clock.Elapsed < Patience && !process.HasExited, "no trial has ended");
            process.Kill();                                              // SIGKILL: nothing is tidied up
            process.WaitForExit();
            Assert.NotEqual(0, process.ExitCode);
            Assert.False(System.IO.File.Exists(PathOf("killed/result.json")));
        }
        Run([.. Words("killed"), "--resume"]).Succeeded();
        foreach (var name in new[] { "result.json", "policy.onnx", "best.json" })
            Assert.Equal(System.IO.File.ReadAllBytes(PathOf($"whole/{name}")), System.IO.File.ReadAllBytes(PathOf($"killed/{name}")));
        Assert.Contains("Sweep of Coin", System.IO.File.ReadAllText(PathOf("killed/report.html")));
    }

    [Fact]
    public void Several_seeds_are_a_band_in_JSON_too()
    {
        Write("coin.csx", Coin);
        var lines = Run("train", "coin.csx", "--seeds", "3", "--steps", "3000", "--out", "band", "--progress", "json").Succeeded();
        Assert.Contains("\"event\":\"progress\",\"seed\":", lines);
        Assert.Contains("\"event\":\"end\",\"stop\":", lines);
        Assert.Contains("\"seeds\":[{\"seed\":0,", lines);
        Assert.True(System.IO.File.Exists(PathOf("band/seed-2/policy.onnx")) && System.IO.File.Exists(PathOf("band/policy.onnx")));
        var table = Run("train", "coin.csx", "--seeds", "3", "--steps", "3000", "--out", "band", "--resume").Succeeded();
        Assert.Contains("Kept is the policy of seed", table.Replace('\n', ' '));
    }

    [Fact]
    public void A_bad_file_is_named_with_its_line()
    {
        Write("coin.csx", Coin);
        Write("sweep.yaml", File.Replace("seeds: 2", "seed: 2"));
        var result = Run(Words("out"));
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("sweep.yaml, line 3: 'seed' is not known here; allowed are method,", result.Error);
    }

    static string[] Words(string folder) =>
        ["train", "coin.csx", "--sweep", "sweep.yaml", "--steps", "6000", "--out", folder];
}
