using System.Diagnostics;

namespace Pathmind.Tests;

/// <summary>A training whose simulations run in processes of the tool.</summary>
public sealed class RolloutTests : ClusterFolder
{
    /// <summary>A step sleeps; one of all steps hangs, once.</summary>
    const string Slow = """
        if (System.Environment.GetCommandLineArgs() is [_, "rollouts", ..])
        {
            System.Threading.Thread.Sleep(2);
            if (calls > 20 && System.IO.File.Exists("hang"))
                try { System.IO.File.Move("hang", "hung"); System.Threading.Thread.Sleep(-1); } catch (System.IO.IOException) { }
        }
        """;

    [Fact]
    public void Workers_are_killed_and_a_step_hangs_and_the_policy_is_that_of_a_training_alone()
    {
        Write(Slow);
        using (var alone = TrainAlone("alone"))
            alone.Succeed();
        using var training = TrainAlone("workers", "--workers", "3", "--step-time-limit", "2s");
        var killed = Kill(training, besides: -1);
        training.Until(lines => lines.Any(line => line.Contains("A worker is gone", StringComparison.Ordinal)), "a worker is lost");
        Kill(training, killed);
        File.WriteAllText(Path.Combine(Folder, "hang"), "");
        training.Succeed();
        Assert.Equal(PolicyOf("alone"), PolicyOf("workers"));
        Assert.True(File.Exists(Path.Combine(Folder, "hung")));
        var said = string.Join(' ', string.Join(' ', training.Lines).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("did not come back within StepTimeLimit (2 s), in ", said, StringComparison.Ordinal);
        Assert.Contains("the episode is played again (time 1 of at most 3)", said, StringComparison.Ordinal);
    }

    /// <summary>One is killed in the middle of its parts, one comes late, what runs then hangs, and one is
    /// drained.</summary>
    [Fact]
    public void Simulations_run_on_workers_of_a_cluster_that_come_and_go_and_the_policy_is_that_of_a_training_alone()
    {
        Write($$"""
            if (System.Environment.GetCommandLineArgs() is [_, "rollouts", ..])
            {
                System.Threading.Thread.Sleep(6);
                System.IO.FileInfo hang = new(System.IO.Path.Combine("{{Folder}}", "hang"));
                if (hang.Exists && hang.LastWriteTime > System.Diagnostics.Process.GetCurrentProcess().StartTime)
                    System.Threading.Thread.Sleep(-1);
            }
            """);
        using (var alone = TrainAlone("alone"))
            alone.Succeed();
        using RedisServer redis = new();
        string[] place = ["--cluster", redis.Address];
        using var killed = Worker("killed", place);
        using var drained = Worker("drained", place);
        using var training = TrainAlone("cluster", ["--workers", "3", "--step-time-limit", "4s", .. place]);
        foreach (var worker in new[] { killed, drained })
            worker.Until(HasBegun, "simulations are begun");
        WorkerAtWork(killed, besides: -1).Dispose();
        killed.Kill();
        using var late = Worker("late", place);
        late.Until(HasBegun, "simulations go on there");
        WorkerAtWork(late, besides: -1).Dispose();
        File.WriteAllText(Path.Combine(Folder, "hang"), "");
        training.Until(lines => lines.Any(line => line.Contains("within StepTimeLimit (4 s)", StringComparison.Ordinal)), "it hangs");
        using var drain = Start(["workers", "--drain", "drained", .. place]);
        drain.Succeed();
        Assert.Equal(0, drained.ExitCode());
        training.Succeed();
        Assert.Equal(PolicyOf("alone"), PolicyOf("cluster"));
    }

    static bool HasBegun(string[] lines) => lines.Any(line => line.EndsWith(": begun", StringComparison.Ordinal));

    ToolRun Worker(string name, string[] place) => Start(["worker", "--slots", "2", "--name", name, .. place]);

    [Fact]
    public void A_script_that_fails_on_workers_fails_the_training_with_its_words()
    {
        Write("""
            if (System.Environment.GetCommandLineArgs() is [_, "rollouts", ..])
                throw new System.InvalidOperationException("the fuse is blown");
            """);
        using var training = TrainAlone("failed", "--workers", "1");
        Assert.Equal(1, training.ExitCode());
        Assert.Contains(
            training.Lines, line => line.Contains("Coin.Step() threw InvalidOperationException", StringComparison.Ordinal)
                && line.Contains("the fuse is blown", StringComparison.Ordinal));
    }

    ToolRun TrainAlone(string policy, params string[] more) => Start([
        "train", "coin.cs", "--steps", "5000", "--seed", "3", "--options", "options.json", "--reward", "x => x[\"right\"]", "--out", policy,
        .. more]);

    /// <summary>Kills a worker of the training that has begun to make steps.</summary>
    /// <param name="training">Runs.</param>
    /// <param name="besides">One that was killed before; -1 for none.</param>
    /// <returns>Its number.</returns>
    static int Kill(ToolRun training, int besides)
    {
        using var worker = WorkerAtWork(training, besides);
        worker.Kill();
        return worker.Id;
    }

    /// <summary>A process that another one has started, and that has begun to make steps.</summary>
    static Process WorkerAtWork(ToolRun starter, int besides)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromMinutes(2); Thread.Sleep(50))
            foreach (var worker in Process.GetProcesses().Where(process => process.Id != besides && IsWorkerOf(process.Id, starter.Id)))
                if (worker.Threads.Count > 0 && IsAtWork(worker))
                    return worker;
        throw new InvalidOperationException($"No worker began.\n{string.Join('\n', starter.Lines)}");
    }

    static bool IsWorkerOf(int process, int training)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Contains("rollouts\0", StringComparison.Ordinal)
                && File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ')[1] == $"{training}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;                                                // it has ended
        }
    }

    /// <summary>Whether it has written more than signs of life.</summary>
    static bool IsAtWork(Process worker)
    {
        try
        {
            return File.ReadLines($"/proc/{worker.Id}/io").Where(line => line.StartsWith("wchar", StringComparison.Ordinal))
                .Any(line => long.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) > 5_000);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
