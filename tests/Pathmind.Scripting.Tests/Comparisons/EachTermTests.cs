using Pathmind.Testing;

namespace Pathmind.Tests;

/// <summary>What each reward term teaches by itself.</summary>
public sealed class EachTermTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    [Fact]
    public void Each_term_teaches_what_it_pays_for_and_chance_teaches_nothing()
    {
        var trainings = Shop().TrainEachTerm(Options);
        Assert.Equal(["sales", "rest", "noise"], trainings.Terms.Keys);
        Assert.Equal(["random", "all terms", "only sales", "only rest", "only noise"], trainings.Comparison.Logs.Select(log => log.Policy));
        Assert.Equal(30, trainings.Comparison.Policies[2]["sales"].Value.Mean);        // the second choice in all ten steps
        Assert.Equal(0, trainings.Comparison.Policies[2]["rest"].Value.Mean);
        Assert.Equal(10, trainings.Comparison.Policies[3]["rest"].Value.Mean);
        Assert.Equal(["learnt", "learnt", "never differs from random"], trainings.ToTable().Rows.Select(row => row[4]));
        Assert.Equal(30, trainings.Comparison.Policies[1]["sales"].Value.Mean);
    }

    [Fact]
    public void Each_policy_is_kept_in_its_folder()
    {
        var trainings = Shop().TrainEachTerm(Options with { Folder = folder, Steps = 1_000 });
        Assert.Equal(
            ["all-terms", "only-noise", "only-rest", "only-sales"],
            Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal("TestSimulation", Policy.Local(Path.Combine(folder, "only-rest")).Simulation);
        Assert.Equal(trainings.All.History[^1].Steps, trainings.Terms["rest"].History[^1].Steps);
    }

    [Fact]
    public void A_negative_weight_trains_against_its_term()
    {
        var trainings = Shop().TrainEachTerm(Options with { RewardWeights = new() { ["sales"] = 1, ["rest"] = -2, ["noise"] = 1 } });
        Assert.Equal(0, trainings.Comparison.Policies[3]["rest"].Value.Mean);
        Assert.Equal("learnt", trainings.ToTable().Rows[1][4]);
    }

    [Fact]
    public void Of_changes_a_term_alone_is_how_it_changed()
    {
        var counter = new TestSimulation
        {
            OnStep = test => test.State += test.Action[0].Choice,
            Reward = (test, _) => new() { ["sold"] = test.State, ["step"] = test.Steps },
        };
        var trainings = counter.TrainEachTerm(Options with { RewardOfChange = (before, after) => before["sold"] - after["sold"] });
        Assert.Equal(0, trainings.Comparison.Policies[1]["sold"].Value.Mean);
        Assert.Equal(55, trainings.Comparison.Policies[2]["sold"].Value.Mean);         // 1 + 2 + … + 10
    }

    [Fact]
    public void One_term_is_one_training()
    {
        var trainings = new TestSimulation().TrainEachTerm(Options with { Steps = 1_000 });
        Assert.Empty(trainings.Terms);
        Assert.Contains("TestSimulation has one reward term", trainings.ToString());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static TrainingOptions Options => new() { Steps = 12_000, Threads = 1, Display = Display.None };

    /// <summary>Each step sells or rests.</summary>
    static TestSimulation Shop() => new()
    {
        Reward = (test, _) => new()
        {
            ["sales"] = 3 * test.Action[0].Choice, ["rest"] = 1 - test.Action[0].Choice, ["noise"] = test.Random.NextDouble(),
        },
    };
}
