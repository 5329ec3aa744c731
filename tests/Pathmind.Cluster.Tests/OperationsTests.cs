namespace Pathmind.Tests;

/// <summary>What an operator does while trainings run: other versions, labels, drains.</summary>
public sealed class OperationsTests : ClusterFolder
{
    public OperationsTests() => Members = 2;

    [Fact]
    public void Slices_go_to_the_workers_of_the_trainings_build_with_the_labels_that_it_requires_and_one_that_is_drained_ends()
    {
        var expected = Alone();
        var hold = Path.Combine(Folder, "hold");
        Write($$"""
            if (System.Environment.GetCommandLineArgs() is [_, "slices", ..])
                while (System.IO.File.Exists("{{hold}}"))
                    System.Threading.Thread.Sleep(20);
            """);
        File.WriteAllText(hold, "");                                     // no slice ends before one is drained
        using RedisServer redis = new();
        string[] place = ["--cluster", redis.Address];
        using var other = Begun(StartBuild(OtherBuild(), ["worker", "--slots", "2", "--name", "other", "--label", "gpu=yes", .. place]));
        using var plain = Begun(Start(["worker", "--slots", "2", "--name", "plain", .. place]));
        using var training = Train("cluster", [.. place, "--require", "gpu=yes"]);
        using var labelled = Begun(Start(["worker", "--slots", "1", "--name", "labelled", "--label", "gpu=yes", .. place]));
        labelled.Until(lines => lines.Any(line => line.EndsWith(": begun", StringComparison.Ordinal)), "a slice under way");
        using var second = Begun(Start(["worker", "--slots", "1", "--name", "second", "--label", "gpu=yes", .. place]));
        second.Until(lines => lines.Any(line => line.EndsWith(": begun", StringComparison.Ordinal)), "a slice under way there, too");
        using var drain = Start(["workers", "--drain", "labelled", .. place]);
        drain.Succeed();
        Assert.Contains(drain.Lines, line => line.Contains("labelled (leaves)", StringComparison.Ordinal));
        Assert.All(["labelled", "other", "plain", "second"], name => Assert.InRange(
            Assert.Single(drain.Lines, line => line.StartsWith($"│ {name} ", StringComparison.Ordinal)).Length, 1, 80));
        var builds = drain.Lines.SelectMany(line => BuildIn(line)).Distinct().ToArray();
        Assert.Equal(2, builds.Length);                                  // the operator sees both
        File.Delete(hold);
        Assert.Equal(0, labelled.ExitCode());
        Assert.Equal(labelled.Lines.Count(IsBegun), labelled.Lines.Count(line => line.EndsWith(": done", StringComparison.Ordinal)));
        using var unknown = Start(["workers", "--drain", "labelled", .. place]);
        Assert.Equal(1, unknown.ExitCode());
        training.Succeed();
        Assert.Equal(expected, PolicyOf("cluster"));
        Assert.DoesNotContain(other.Lines, IsBegun);
        Assert.DoesNotContain(plain.Lines, IsBegun);
    }

    static bool IsBegun(string line) => line.EndsWith(": begun", StringComparison.Ordinal);

    static IEnumerable<string> BuildIn(string line) =>
        line.IndexOf("build ", StringComparison.Ordinal) is >= 0 and var place ? [line[place..(place + 14)]] : [];

    static ToolRun Begun(ToolRun worker) => worker.Until(
        lines => lines.Any(line => line.StartsWith("Pathmind worker", StringComparison.Ordinal)), "the worker has begun");

    /// <summary>A copy of the tool whose kit is another build: as if it were compiled from other sources.</summary>
    string OtherBuild()
    {
        var folder = Path.Combine(Folder, "other-build");
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(AppContext.BaseDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        var kit = Path.Combine(folder, "Pathmind.Scripting.dll");
        var (bytes, build) = (File.ReadAllBytes(kit), typeof(Simulation).Assembly.ManifestModule.ModuleVersionId.ToByteArray());
        var at = bytes.AsSpan().IndexOf(build);
        Assert.True(at > 0, "the kit has its build's number in it");
        bytes[at] ^= 0xff;
        File.WriteAllBytes(kit, bytes);
        return folder;
    }
}
