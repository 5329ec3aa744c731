using Pathmind.Testing;

namespace Pathmind.Tests;

public sealed class GoalTests
{
    static TestSimulation With(Goals goals) => new() { Metrics = (_, _) => new() { ["late"] = 0.1 }, Wanted = () => goals };

    [Fact]
    public void A_goal_says_what_is_wanted_in_words()
    {
        Goals goals = new()
        {
            ["wait"] = Goal.Minimise, ["served"] = Goal.Maximise, ["late"] = Goal.AtMost(0.02), ["fill_rate"] = Goal.AtLeast(0.95),
        };
        Assert.Equal("wait minimise, served maximise, late at most 0.02, fill_rate at least 0.95", goals.ToString());
        Assert.Equal(("at least −5", "at least -5"), (Goal.AtLeast(-5).ToString(), Goal.AtLeast(-5).ForFile));
        Assert.Equal(["wait", "served", "late", "fill_rate"], goals.Names);
        Assert.Equal(0.95, goals["fill_rate"].Bound);
        Assert.True(goals["served"].WantsMore && goals["fill_rate"].WantsMore && !goals["wait"].WantsMore && !goals["late"].WantsMore);
        Assert.Contains("There are: wait, served", Assert.Throws<KeyNotFoundException>(() => goals["lade"]).Message);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_bound_is_a_finite_number(double bound)
    {
        Assert.Throws<ArgumentException>(() => Goal.AtLeast(bound));
        Assert.Throws<ArgumentException>(() => Goal.AtMost(bound));
    }

    [Fact]
    public void A_goal_for_a_name_that_is_not_there_is_a_problem_that_lists_the_names()
    {
        Assert.Empty(With(new() { ["late"] = Goal.AtMost(0.2), ["chosen"] = Goal.Maximise, ["reward"] = Goal.Maximise }).Check().Problems);
        Assert.Equal(
            "Goals: there is a goal for 'lade', but the metrics and reward terms are late, chosen, reward, steps: "
            + "write one of these names.",
            Assert.Single(With(new() { ["lade"] = Goal.Minimise }).Check().Problems));
    }

    [Fact]
    public void A_wrapper_passes_the_goals_on() =>
        Assert.Equal("late minimise", new TimeLimit(With(new() { ["late"] = Goal.Minimise }), 3).Goals.ToString());
}
