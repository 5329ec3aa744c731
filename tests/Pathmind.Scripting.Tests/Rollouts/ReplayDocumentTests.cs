namespace Pathmind.Tests.Rollouts;

/// <summary>The snippet of docs/replay.md is the simulation below, and it runs.</summary>
public sealed class ReplayDocumentTests
{
    [Fact]
    public void The_counter_of_the_page_runs_and_its_replay_is_a_page()
    {
        var folder = Directory.CreateTempSubdirectory("pathmind-replay-").FullName;
        var path = Path.Combine(folder, "replay.html");
        var policy = Policy.From("serve", observation => observation["waiting"] > 0 ? 1 : 0);
        new Counter().Run(policy, seed: 1, display: Display.None).Replay().Save(path);
        Assert.Contains("serve in Counter", File.ReadAllText(path), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void The_page_shows_it_as_it_is()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "replay.md")).ReplaceLineEndings("\n");
        var source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Pathmind.Scripting.Tests", "Rollouts", "Counter.cs"))
            .ReplaceLineEndings("\n");
        Assert.Contains(source[source.IndexOf("/// <summary>", StringComparison.Ordinal)..].Trim().Replace("sealed class", "class"), page,
            StringComparison.Ordinal);
    }
}
