using System.Text.RegularExpressions;

namespace Pathmind.Tests;

/// <summary>Every script of scripts/industry runs from its first line to its last, with small budgets in place of its
/// own.</summary>
public sealed partial class IndustryScriptTests : ToolFolder
{
    static string Scripts => Path.Combine(Repository.Root, "scripts", "industry");

    public static TheoryData<string> Names =>
        [.. Directory.EnumerateFiles(Scripts, "*.cs").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_trains_tunes_compares_and_saves(string name)
    {
        var script = File.ReadAllText(Path.Combine(Scripts, $"{name}.cs"));
        script = Once(Steps(), script, "Train(new() { Steps = 2_000,");
        script = Once(Search(), script, ".TuneRule(new() { Episodes = 100, EpisodesPerCandidate = 2 });");
        Write($"{name}.cs", Once(Comparison(), script, "simulation.Compare(episodes: 2, seed: 1, "));

        var table = Run($"{name}.cs").Succeeded();

        Assert.Contains("2 episodes of", table);
        Assert.All(["tuned", "trained", "random"], policy => Assert.Contains($"│ {policy} ", table));
        Assert.True(File.Exists(PathOf($"policies/{name}/policy.onnx")));
    }

    /// <summary>Replaces the one place that there is.</summary>
    static string Once(Regex place, string script, string by)
    {
        Assert.Single(place.Matches(script));
        return place.Replace(script, by);
    }

    [GeneratedRegex(@"Train\(new\(\) \{ Steps = [\d_]+,")]
    private static partial Regex Steps();

    [GeneratedRegex(@"\.TuneRule\(.*\);")]
    private static partial Regex Search();

    [GeneratedRegex(@"simulation\.Compare\(")]
    private static partial Regex Comparison();
}
